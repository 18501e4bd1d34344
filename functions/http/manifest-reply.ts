// The reply that says what a run uses, with links to the files if they are asked for.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { isDefaultLayout, layout } from '../domain/layout.ts';
import { keyPrefix, type Pipeline, pipelineId } from '../domain/pipeline.ts';
import type { PinnedFile } from '../domain/snapshot.ts';
import type { VersionRecord } from '../domain/version.ts';
import type { Reply } from './api-handler.ts';
import { invalidRequest } from './invalid-request.ts';
import { revalidatedReply } from './kept-reply.ts';
import { fitsAnswer } from './page.ts';
import { presentManifest, type Runnable } from './present.ts';

const URL_SECONDS = 15 * 60;

/** Raise it when a release changes the manifest's shape: else clients keep what an older release answered. */
const SHAPE = 1;

type Presign = (pipeline: Pipeline, file: PinnedFile, seconds: number) => Promise<string>;

/** With links, which `presign` makes. They expire, so this reply has no ETag and is kept by nobody. */
export async function linkedManifestReply(
  pipeline: Pipeline,
  runnable: Runnable,
  bucketName: string,
  presign: Presign,
): Promise<Reply> {
  const urlOf = (file: PinnedFile) => presign(pipeline, file, URL_SECONDS);
  const body = await presentManifest(pipeline, runnable, bucketName, urlOf);
  if (!fitsAnswer(body)) throw tooManyLinks(runnable.files.length);
  return { status: 200, body };
}

/** Without links. A version's snapshot never changes, so its files are read only for clients that do not have them. */
export function manifestReply(
  event: APIGatewayProxyEvent,
  pipeline: Pipeline,
  { id, snapshot, source }: VersionRecord,
  bucketName: string,
  read: () => Promise<Runnable>,
): Promise<Reply> {
  const dependsOn = [
    SHAPE,
    pipelineId(pipeline),
    id,
    snapshot.id,
    bucketName,
    ...chosenLayout(pipeline, source),
  ];
  return revalidatedReply(event, dependsOn, async () => presentManifest(pipeline, await read(), bucketName));
}

/**
 * Where the files are, and what decides which of them runs if the version does not say; nothing by default, so that clients
 * keep what earlier releases answered.
 */
function chosenLayout(pipeline: Pipeline, source: string | null): readonly string[] {
  if (isDefaultLayout()) return [];
  return [keyPrefix(pipeline), ...(source === null ? layout().sources : [])];
}

function tooManyLinks(files: number) {
  const problem = `makes an answer too large with ${files} files; ask without it and sign the links yourself`;
  return invalidRequest([{ in: 'query', field: 'presign', problem }]);
}
