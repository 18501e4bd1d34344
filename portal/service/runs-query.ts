// What executors report of their runs. It changes while versions do not, so it is asked for again.
import { useQuery } from '@tanstack/preact-query';
import { readPage } from './history-query.ts';
import { type PipelineId, pathOf } from './pipeline-id.ts';
import { reading } from './service.ts';

/** Seldom, since nothing waits for it. A page out of sight asks nothing. */
const EVERY_MS = 60_000;

/** The newest runs of one version. */
export function useRuns(id: PipelineId, number: number) {
  return useQuery({
    queryKey: ['runs', pathOf(id), number],
    queryFn: async ({ signal }) => {
      const path = { ...id, version_number: number };
      return (await reading.getVersion({ path, query: { runs: true }, signal })).body.runs ?? null;
    },
    refetchInterval: EVERY_MS,
  });
}

/** Reads the current version's runs again, into the history, once that has them. */
export function useFreshRuns(id: PipelineId, isThere: boolean): void {
  useQuery({
    queryKey: ['fresh-runs', pathOf(id)],
    queryFn: ({ signal }) => readPage(id, { cursor: undefined, limit: 1 }, signal),
    enabled: isThere,
    initialData: 0,
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
  });
}
