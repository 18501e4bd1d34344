import { apiHandler } from '../http/api-handler.ts';
import { contentTypeOf } from '../http/content-type.ts';
import * as operations from '../http/operations.ts';
import { savedFileReply } from '../http/saved-file-reply.ts';
import { saveFile } from '../usecases/edit-draft.ts';
import { deps } from './service.ts';

export const handler = apiHandler(operations.putFile, async ({ params, headers, bytes }) => {
  const { path, ...pipeline } = params;
  const condition = { ifMatch: headers['If-Match'], ifNoneMatch: headers['If-None-Match'] };
  const file = { path, bytes, contentType: contentTypeOf(path), condition };
  return savedFileReply(await saveFile(deps, pipeline, file));
});
