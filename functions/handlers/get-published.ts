import type { PinnedFile } from '../domain/snapshot.ts';
import { apiHandler } from '../http/api-handler.ts';
import { invalidRequest } from '../http/invalid-request.ts';
import { fitsAnswer } from '../http/page.ts';
import { presentManifest } from '../http/present.ts';
import { routes } from '../http/routes.ts';
import { readPublished } from '../usecases/read-published.ts';
import { bucketName, deps } from './service.ts';

const URL_SECONDS = 15 * 60;

export const handler = apiHandler(routes.getPublished, async ({ params: pipeline, query }) => {
  const version = await readPublished(deps, pipeline, query.version);
  const urlOf = (file: PinnedFile) => deps.files.presign(pipeline, file, URL_SECONDS);
  const body = await presentManifest(pipeline, version, bucketName, query.presign ? urlOf : undefined);
  // Without links the largest version fits easily, and measuring costs as much as writing.
  if (query.presign && !fitsAnswer(body)) throw tooManyLinks(version.fileCount);
  return { status: 200, body };
});

function tooManyLinks(files: number) {
  const problem = `makes an answer too large with ${files} files; ask without it and sign the links yourself`;
  return invalidRequest([{ in: 'query', field: 'presign', problem }]);
}
