import { apiHandler } from '../http/api-handler.ts';
import { takePatches } from '../http/patches.ts';
import { presentComparison } from '../http/present-changes.ts';
import { routes } from '../http/routes.ts';
import { compareVersions } from '../usecases/compare-versions.ts';
import { readPatches } from '../usecases/read-patches.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.compareVersions, async ({ params: pipeline, query }) => {
  const comparison = await compareVersions(deps, pipeline, query);
  const patches = query.patch ? await takePatches(readPatches(deps, pipeline, comparison.changes)) : null;
  return { status: 200, body: presentComparison(comparison, patches) };
});
