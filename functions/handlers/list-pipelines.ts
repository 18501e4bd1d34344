import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import { feedReply } from '../http/feed-reply.ts';
import * as operations from '../http/operations.ts';
import { pipelineListReply } from '../http/pipeline-list-reply.ts';
import { sharedHandler } from '../http/shared-handler.ts';
import { versions } from './versions.ts';

const pipelines = apiHandler(operations.listPipelines, ({ query, event }) =>
  pipelineListReply({ versions }, query, callerOf(event)),
);

const feed = apiHandler(operations.getFeed, ({ query, event }) =>
  feedReply({ versions }, query, callerOf(event)),
);

export const handler = sharedHandler([
  [operations.listPipelines, pipelines],
  [operations.getFeed, feed],
]);
