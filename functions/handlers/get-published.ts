import { apiHandler } from '../http/api-handler.ts';
import { manifestReply } from '../http/manifest-reply.ts';
import { routes } from '../http/routes.ts';
import { readPublished } from '../usecases/read-published.ts';
import { bucketName, deps } from './service.ts';

export const handler = apiHandler(routes.getPublished, async ({ params: pipeline, query }) => {
  const version = await readPublished(deps, pipeline, query.version);
  return manifestReply(pipeline, version, bucketName, query.presign ? deps.files.presign : null);
});
