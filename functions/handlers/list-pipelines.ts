import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import { feedReply } from '../http/feed-reply.ts';
import { pipelineListReply } from '../http/pipeline-list-reply.ts';
import { routes } from '../http/routes.ts';
import { sharedHandler } from '../http/shared-handler.ts';
import { versions } from './versions.ts';

const pipelines = apiHandler(routes.listPipelines, ({ query, event }) =>
  pipelineListReply({ versions }, query, callerOf(event)),
);

const feed = apiHandler(routes.getFeed, ({ query, event }) =>
  feedReply({ versions }, query, callerOf(event)),
);

export const handler = sharedHandler([
  [routes.listPipelines, pipelines],
  [routes.getFeed, feed],
]);
