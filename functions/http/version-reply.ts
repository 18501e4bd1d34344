// The answer with one version. The version never changes. Its release and its runs, which stand beside it, do.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Pipeline } from '../domain/pipeline.ts';
import type { Release } from '../domain/release.ts';
import type { Version, VersionRecord } from '../domain/version.ts';
import type { Reply } from './api-handler.ts';
import { immutableReply, revalidatedReply } from './kept-reply.ts';
import { type presentRuns, presentVersion } from './present.ts';

/** What stands beside a version in an answer. */
export interface VersionNotes {
  /** `undefined` where versions are not released; `null` until this one is, and clients ask each time. */
  readonly release: Release | null | undefined;
  /** `undefined` where nobody asked. */
  readonly runs: ReturnType<typeof presentRuns> | undefined;
}

export function versionReply(
  event: APIGatewayProxyEvent,
  pipeline: Pipeline,
  record: VersionRecord,
  { release, runs }: VersionNotes,
  read: () => Promise<Version>,
): Promise<Reply> {
  const body = async () => ({
    ...presentVersion(pipeline, await read()),
    ...(release && { release }),
    ...(runs && { runs }),
  });
  const changing = [...(release === undefined ? [] : [release]), ...(runs === undefined ? [] : [runs])];
  if (release === null || runs !== undefined) return revalidatedReply(event, [record.id, ...changing], body);
  return immutableReply(event, release === undefined ? record.id : `${record.id}.${formOf(release)}`, body);
}

function formOf({ location }: Release): string {
  return location.endsWith('/') ? 'prefix' : 'archive';
}
