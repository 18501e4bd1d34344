import { apiHandler } from '../http/api-handler.ts';
import { revalidatedReply } from '../http/kept-reply.ts';
import { presentPipeline } from '../http/present.ts';
import { routes } from '../http/routes.ts';
import { readPipeline } from '../usecases/read-pipelines.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.getPipeline, async ({ params, query, event }) => {
  const body = presentPipeline(await readPipeline(deps, params, query.refresh), deps.runtime.now());
  return revalidatedReply(event, body, async () => body);
});
