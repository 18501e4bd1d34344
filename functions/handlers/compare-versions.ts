import { apiHandler } from '../http/api-handler.ts';
import * as operations from '../http/operations.ts';
import { roomForPatches, takePatches } from '../http/patches.ts';
import { presentComparison } from '../http/present-changes.ts';
import { compareVersions } from '../usecases/compare-versions.ts';
import { readPatches } from '../usecases/read-patches.ts';
import { deps } from './service.ts';

export const handler = apiHandler(operations.compareVersions, async ({ params: pipeline, query }) => {
  const comparison = await compareVersions(deps, pipeline, query);
  if (!query.patch) return { status: 200, body: presentComparison(comparison, null) };
  const room = roomForPatches(presentComparison(comparison, []));
  const patches = await takePatches(readPatches(deps, pipeline, comparison.changes), room);
  return { status: 200, body: presentComparison(comparison, patches) };
});
