// One version, which never changes, but for what is told of it: where it was released, and who ran it.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Pipeline } from '../domain/pipeline.ts';
import type { Release } from '../domain/release.ts';
import type { Version, VersionRecord } from '../domain/version.ts';
import type { Reply } from './api-handler.ts';
import { immutableReply, revalidatedReply } from './kept-reply.ts';
import { type presentRuns, presentVersion } from './present.ts';

export interface ToldOfVersion {
  /** `undefined` where versions are not released; `null` until this one is, and clients ask each time. */
  readonly release: Release | null | undefined;
  /** `undefined` where nobody asked. */
  readonly runs: ReturnType<typeof presentRuns> | undefined;
}

export function versionReply(
  event: APIGatewayProxyEvent,
  pipeline: Pipeline,
  record: VersionRecord,
  { release, runs }: ToldOfVersion,
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
