import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import { pipelineListReply } from '../http/pipeline-list-reply.ts';
import { routes } from '../http/routes.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.listPipelines, ({ query, event }) =>
  pipelineListReply(deps, query, callerOf(event)),
);
