// The reads of views. A read that depends on the draft or the current version has the pipeline's last seen fingerprint
// and number in its key, so polling the pipeline alone keeps everything fresh.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/preact-query';
import type { Pipeline } from '../../client/types.ts';
import { type PipelineId, pathOf } from './pipeline-id.ts';
import { POLL_MS } from './poll-interval.ts';
import { queryClient } from './query-client.ts';
import { reading } from './service.ts';

export const pipelineKey = (id: PipelineId) => ['pipeline', pathOf(id)] as const;

/** Polls the recorded state, which S3's events keep up to date. The browser's cache sends `If-None-Match`. */
export function usePipeline(id: PipelineId) {
  return useQuery({
    queryKey: pipelineKey(id),
    queryFn: async ({ signal }) => (await reading.getPipeline({ path: id, signal })).body,
    refetchInterval: POLL_MS,
  });
}

/** Makes the service observe the draft now. For edits of this page, whose events take a moment. */
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

/** `state` is what `current` and `draft` stand for now (`stateOf`). A comparison of two numbers never changes. */
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

/** The run manifest of a version, which never changes. */
export function manifestOptions(id: PipelineId, version: number) {
  return queryOptions({
    queryKey: ['manifest', pathOf(id), version],
    queryFn: async ({ signal }) =>
      (await reading.getPublished({ path: id, query: { version }, signal })).body,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Equal for two answers with the same draft and the same current version. */
export function stateOf({ draft, latest_version }: Pipeline): string {
  return `${draft.fingerprint} ${latest_version}`;
}
