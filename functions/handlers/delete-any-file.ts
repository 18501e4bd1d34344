import { apiHandler } from '../http/api-handler.ts';
import { routes } from '../http/routes.ts';
import { deleteFile } from '../usecases/edit-draft.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.deleteAnyFile, async ({ params: pipeline, query, headers }) => {
  await deleteFile(deps, pipeline, { path: query.path, condition: { ifMatch: headers['If-Match'] } });
  return { status: 204 };
});
