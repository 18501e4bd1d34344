import { apiHandler } from '../http/api-handler.ts';
import * as operations from '../http/operations.ts';
import { deleteFile } from '../usecases/edit-draft.ts';
import { deps } from './service.ts';

export const handler = apiHandler(operations.deleteFile, async ({ params, headers }) => {
  const { path, ...pipeline } = params;
  await deleteFile(deps, pipeline, { path, condition: { ifMatch: headers['If-Match'] } });
  return { status: 204 };
});
