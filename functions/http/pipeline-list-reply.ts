// A page of the pipelines. The cursor names the last pipeline that was looked at, which the filter may have left out.
import type * as z from 'zod';
import type { Deps } from '../usecases/deps.ts';
import { readPipelines } from '../usecases/read-pipelines.ts';
import type { Reply } from './api-handler.ts';
import { toCursor } from './cursor.ts';
import { presentPipeline } from './present.ts';
import { filterOf, type pipelinesQuery } from './requests.ts';

export async function pipelineListReply(deps: Deps, query: z.infer<typeof pipelinesQuery>): Promise<Reply> {
  const { limit, cursor, draft_dirty: draftDirty, ...range } = query;
  const filter = { ...range, draftDirty, ...(cursor && { after: cursor.after }) };
  const { pipelines, next } = await readPipelines(deps, filter, limit);
  const next_cursor = next && toCursor({ after: next, of: filterOf(query) });
  return { status: 200, body: { pipelines: pipelines.map(presentPipeline), next_cursor } };
}
