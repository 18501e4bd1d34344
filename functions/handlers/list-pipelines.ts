import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import { pipelineListReply } from '../http/pipeline-list-reply.ts';
import { routes } from '../http/routes.ts';
import { versions } from './versions.ts';

export const handler = apiHandler(routes.listPipelines, ({ query, event }) =>
  pipelineListReply({ versions }, query, callerOf(event)),
);
