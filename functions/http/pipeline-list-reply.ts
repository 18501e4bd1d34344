// A page of the pipelines that the caller may read. The cursor names the last pipeline that was looked at, which the
// filter may have left out.
import type * as z from 'zod';
import { DomainError } from '../domain/errors.ts';
import { allows, readableNamespaces } from '../domain/roles.ts';
import type { VersionDeps } from '../usecases/deps.ts';
import { readPipelines } from '../usecases/read-pipelines.ts';
import type { Reply } from './api-handler.ts';
import { missingRole } from './authorize.ts';
import type { Caller } from './caller.ts';
import { toCursor } from './cursor.ts';
import { presentPipelineSummary } from './present.ts';
import { filterOf, type pipelinesQuery } from './requests.ts';

/** Throws `FORBIDDEN` where the query names a namespace that the caller may not read. */
export async function pipelineListReply(
  deps: VersionDeps,
  query: z.infer<typeof pipelinesQuery>,
  { grants, claim }: Pick<Caller, 'grants' | 'claim'>,
): Promise<Reply> {
  const { limit, cursor, draft_dirty: draftDirty, ...range } = query;
  const { namespace = null } = range;
  if (grants && namespace !== null && !allows(grants, 'reader', namespace))
    throw new DomainError('FORBIDDEN', missingRole('reader', namespace, claim ?? ''));
  const among = (grants && readableNamespaces(grants)) ?? undefined;
  const filter = { ...range, draftDirty, among, ...(cursor && { after: cursor.after }) };
  const { pipelines, next } = await readPipelines(deps, filter, limit);
  const next_cursor = next && toCursor({ after: next, of: filterOf(query) });
  return { status: 200, body: { pipelines: pipelines.map(presentPipelineSummary), next_cursor } };
}
