import { apiHandler } from '../http/api-handler.ts';
import { linkedManifestReply, manifestReply } from '../http/manifest-reply.ts';
import * as operations from '../http/operations.ts';
import { readPublished } from '../usecases/read-published.ts';
import { withFiles } from '../usecases/version-files.ts';
import { deps } from './service.ts';
import { bucketName } from './versions.ts';

export const handler = apiHandler(operations.getPublished, async ({ params: pipeline, query, event }) => {
  const record = await readPublished(deps, pipeline, query.version);
  const read = () => withFiles(deps, pipeline, record);
  return query.presign
    ? linkedManifestReply(pipeline, await read(), bucketName, deps.files.presign)
    : manifestReply(event, pipeline, record, bucketName, read);
});
