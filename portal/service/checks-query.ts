// What is wrong with the draft, read anew whenever it or the current version has changed.
import { useQuery } from '@tanstack/preact-query';
import type { Pipeline } from '../../client/types.ts';
import { type PipelineId, pathOf } from './pipeline-id.ts';
import { stateOf } from './queries.ts';
import { queryClient } from './query-client.ts';
import { reading } from './service.ts';

const checksKey = (id: PipelineId) => ['checks', pathOf(id)] as const;

export function useChecks(id: PipelineId, pipeline: Pipeline) {
  return useQuery({
    queryKey: [...checksKey(id), stateOf(pipeline)],
    queryFn: async ({ signal }) => (await reading.checkDraft({ path: id, signal })).body,
  });
}

/** After an answer that knows of others. */
export function checkAgain(id: PipelineId): void {
  void queryClient.invalidateQueries({ queryKey: checksKey(id) });
}
