// Reading pipelines: one, or all of them.
import { isDraftDirty } from '../domain/draft.ts';
import type { Layer, Pipeline } from '../domain/pipeline.ts';
import { exists, type PipelineSummary, type State } from '../domain/state.ts';
import type { PipelineRange } from '../ports/version-store.ts';
import type { Deps, VersionDeps } from './deps.ts';
import { observeDraft } from './observe-draft.ts';
import { pipelineNotFound } from './publishable.ts';

/** The state of a pipeline that exists; one request, unless it has to be observed. Throws `PIPELINE_NOT_FOUND`. */
export async function readPipeline(deps: Deps, pipeline: Pipeline, refresh = false): Promise<State> {
  const state = await deps.versions.readState(pipeline);
  if (exists(state) && !refresh) return state;
  // Looked at before it is observed, so that asking for names at random leaves nothing in the table.
  if (!exists(state) && (await deps.files.listContent(pipeline)).length === 0)
    throw pipelineNotFound(pipeline);
  const observed = await observeDraft(deps, pipeline, { state });
  if (!exists(observed)) throw pipelineNotFound(pipeline);
  return observed;
}

export interface PipelineFilter extends PipelineRange {
  readonly draftDirty?: boolean | undefined;
  /** The namespaces that the caller may read, sorted; without it, all. Those of others are not looked at. */
  readonly among?: readonly string[] | undefined;
}

/** Takes pipelines that match, up to `limit`; looks at `lookAt` of them at most, so that one request ends in time. */
export async function readPipelines(
  deps: VersionDeps,
  { draftDirty, ...range }: PipelineFilter,
  limit: number,
  lookAt = 5_000,
): Promise<{ readonly pipelines: readonly PipelineSummary[]; readonly next: Pipeline | null }> {
  const pipelines: PipelineSummary[] = [];
  let seen = 0;
  let last: Pipeline | null = null;
  const { namespace, among, layer } = range;
  // Where this filters, nobody knows how many have to be looked at: pages as large as they come.
  const filters = draftDirty !== undefined || (layer !== undefined && !(namespace ?? among));
  const expected = filters ? undefined : limit + 1;
  for await (const summary of pipelinesAmong(deps, { ...range, expected })) {
    if (pipelines.length === limit || seen === lookAt) return { pipelines, next: last };
    seen += 1;
    last = summary.pipeline;
    if (exists(summary) && matches(summary, layer, draftDirty)) pipelines.push(summary);
  }
  return { pipelines, next: null };
}

/** One query for each of the caller's namespaces, as long as the page has room. */
async function* pipelinesAmong(
  { versions }: VersionDeps,
  { among, ...range }: Omit<PipelineFilter, 'draftDirty'>,
): AsyncGenerator<PipelineSummary> {
  const { namespace, after } = range;
  if (among === undefined || namespace !== undefined) return yield* versions.pipelines(range);
  for (const one of among) {
    if (after && one < after.namespace) continue;
    const start = one === after?.namespace ? after : undefined;
    yield* versions.pipelines({ ...range, namespace: one, after: start });
  }
}

function matches(
  { pipeline, draft, current }: PipelineSummary,
  layer: Layer | undefined,
  draftDirty: boolean | undefined,
): boolean {
  if (layer !== undefined && pipeline.layer !== layer) return false;
  return draftDirty === undefined || isDraftDirty(draft, current) === draftDirty;
}
