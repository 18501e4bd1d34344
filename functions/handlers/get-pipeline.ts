import { apiHandler } from '../http/api-handler.ts';
import { revalidatedReply } from '../http/kept-reply.ts';
import * as operations from '../http/operations.ts';
import { presentPipeline } from '../http/present.ts';
import { readPipeline } from '../usecases/read-pipelines.ts';
import { deps } from './service.ts';

export const handler = apiHandler(operations.getPipeline, async ({ params, query, event }) => {
  const body = presentPipeline(await readPipeline(deps, params, query.refresh), deps.runtime.now());
  return revalidatedReply(event, body, async () => body);
});
