// The reply that says what a run uses, with links to the files if they are asked for.
import type { Pipeline } from '../domain/pipeline.ts';
import type { PinnedFile } from '../domain/snapshot.ts';
import type { Reply } from './api-handler.ts';
import { invalidRequest } from './invalid-request.ts';
import { fitsAnswer } from './page.ts';
import { presentManifest, type Runnable } from './present.ts';

const URL_SECONDS = 15 * 60;

type Presign = (pipeline: Pipeline, file: PinnedFile, seconds: number) => Promise<string>;

/** `presign` makes the links; without it there are none. */
export async function manifestReply(
  pipeline: Pipeline,
  runnable: Runnable,
  bucketName: string,
  presign: Presign | null,
): Promise<Reply> {
  const urlOf = presign && ((file: PinnedFile) => presign(pipeline, file, URL_SECONDS));
  const body = await presentManifest(pipeline, runnable, bucketName, urlOf ?? undefined);
  // Without links the largest version fits easily, and measuring costs as much as writing.
  if (presign && !fitsAnswer(body)) throw tooManyLinks(runnable.files.length);
  return { status: 200, body };
}

function tooManyLinks(files: number) {
  const problem = `makes an answer too large with ${files} files; ask without it and sign the links yourself`;
  return invalidRequest([{ in: 'query', field: 'presign', problem }]);
}
