import { apiHandler } from '../http/api-handler.ts';
import { presentPipeline } from '../http/present.ts';
import { routes } from '../http/routes.ts';
import { readPipeline } from '../usecases/read-pipelines.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.getPipeline, async ({ params, query }) => {
  const state = await readPipeline(deps, params, query.refresh);
  return { status: 200, body: presentPipeline(state) };
});
