import { apiHandler } from '../http/api-handler.ts';
import { fileReply, MAX_FILE_BYTES } from '../http/file-reply.ts';
import * as operations from '../http/operations.ts';
import { readFile } from '../usecases/read-file.ts';
import { deps } from './service.ts';

export const handler = apiHandler(operations.getFile, async ({ params, query, event }) => {
  const { path, ...pipeline } = params;
  const file = await readFile(deps, { pipeline, path, version: query.version }, MAX_FILE_BYTES);
  return fileReply(event, file, query.version !== undefined);
});
