// Where a version is as plain objects, if the deployment releases versions.
import { queryOptions } from '@tanstack/preact-query';
import { type PipelineId, pathOf } from './pipeline-id.ts';
import { reading } from './service.ts';

/** `null` if it is not. One that is on its way is there within a minute. */
export function releaseOptions(id: PipelineId, version: number) {
  return queryOptions({
    queryKey: ['release', pathOf(id), version],
    queryFn: async ({ signal }) =>
      (await reading.getVersion({ path: { ...id, version_number: version }, signal })).body.release ?? null,
    staleTime: 60_000,
  });
}
