// A page of the pipelines that the caller may read. The cursor names the last pipeline that was looked at, which the
// filter may have left out.
import type * as z from 'zod/mini';
import type { VersionDeps } from '../usecases/deps.ts';
import { readPipelines } from '../usecases/read-pipelines.ts';
import type { Reply } from './api-handler.ts';
import type { Caller } from './caller.ts';
import { toCursor } from './cursor.ts';
import { presentPipelineSummary } from './present.ts';
import { namespacesFor } from './readable.ts';
import { filterOf, type pipelinesQuery } from './requests.ts';

/** Throws `FORBIDDEN` where the query names a namespace that the caller may not read. */
export async function pipelineListReply(
  deps: VersionDeps,
  query: z.infer<typeof pipelinesQuery>,
  caller: Pick<Caller, 'grants' | 'claim'>,
): Promise<Reply> {
  const { limit, cursor, draft_dirty: draftDirty, ...range } = query;
  const among = namespacesFor(caller, range.namespace);
  const filter = { ...range, draftDirty, among, ...(cursor && { after: cursor.after }) };
  const { pipelines, next } = await readPipelines(deps, filter, limit);
  const next_cursor = next && toCursor({ after: next, of: filterOf(query) });
  return { status: 200, body: { pipelines: pipelines.map(presentPipelineSummary), next_cursor } };
}
