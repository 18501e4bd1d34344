import { apiHandler } from '../http/api-handler.ts';
import { pipelineListReply } from '../http/pipeline-list-reply.ts';
import { routes } from '../http/routes.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.listPipelines, ({ query }) => pipelineListReply(deps, query));
