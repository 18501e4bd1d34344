import { apiHandler } from '../http/api-handler.ts';
import * as operations from '../http/operations.ts';
import { deleteFile } from '../usecases/edit-draft.ts';
import { deps } from './service.ts';

export const handler = apiHandler(operations.deleteAnyFile, async ({ params: pipeline, query, headers }) => {
  await deleteFile(deps, pipeline, { path: query.path, condition: { ifMatch: headers['If-Match'] } });
  return { status: 204 };
});
