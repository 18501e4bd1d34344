// What views read. What hangs on the draft or on the current version has the fingerprint and the number that the
// pipeline was last seen with in its key: polling the pipeline alone keeps everything fresh.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/preact-query';
import type { Pipeline } from '../../client/types.ts';
import { type PipelineId, pathOf } from './pipeline-id.ts';
import { POLL_MS, queryClient } from './query-client.ts';
import { reading } from './service.ts';

export const pipelineKey = (id: PipelineId) => ['pipeline', pathOf(id)] as const;

/** Observes nothing: S3's events have done so. */
export function usePipeline(id: PipelineId) {
  return useQuery({
    queryKey: pipelineKey(id),
    queryFn: async ({ signal }) => (await reading.getPipeline({ path: id, signal })).body,
    refetchInterval: POLL_MS,
  });
}

/** Looks at the draft itself, right after this page has changed it: events take moments. */
export async function refreshPipeline(id: PipelineId): Promise<Pipeline> {
  const { body } = await reading.getPipeline({ path: id, query: { refresh: true } });
  await queryClient.cancelQueries({ queryKey: pipelineKey(id) });
  queryClient.setQueryData(pipelineKey(id), body);
  return body;
}

/** Sides are a version's number, `current` or `draft`. */
export interface Sides {
  readonly from: string;
  readonly to: string;
}

/** `state`: what the sides stand for at present, where they can change; see `stateOf`. Two numbers never do. */
export function comparisonOptions(id: PipelineId, sides: Sides, patch: boolean, state = '') {
  const isFixed = /^\d+$/.test(sides.from) && /^\d+$/.test(sides.to);
  return queryOptions({
    queryKey: ['comparison', pathOf(id), sides.from, sides.to, patch, isFixed ? '' : state],
    queryFn: async ({ signal }) =>
      (await reading.compareVersions({ path: id, query: { ...sides, patch }, signal })).body,
    staleTime: isFixed ? Number.POSITIVE_INFINITY : 0,
    placeholderData: keepPreviousData,
  });
}

/** What runs of a version are given; it never changes. */
export function manifestOptions(id: PipelineId, version: number) {
  return queryOptions({
    queryKey: ['manifest', pathOf(id), version],
    queryFn: async ({ signal }) =>
      (await reading.getPublished({ path: id, query: { version }, signal })).body,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Two states of a pipeline that read the same have the same draft and the same current version. */
export function stateOf({ draft, latest_version }: Pipeline): string {
  return `${draft.fingerprint} ${latest_version}`;
}
