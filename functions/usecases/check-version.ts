// What is wrong with a published version, by the rules of today. Writes nothing.
import type { Report } from '../domain/checks/report.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import { startChecks } from './check-files.ts';
import type { Deps } from './deps.ts';
import { readVersionRecord } from './find-version.ts';
import { readKnownFiles } from './version-files.ts';

/**
 * Reads all of the version's texts, by the version IDs that it pins, within the limits of `startChecks`: two or three
 * requests to the store, and one for each text, also for what this process has read lately: a pin that is gone since then is a
 * finding. Throws `VERSION_NOT_FOUND`.
 */
export async function checkVersion(
  { recentChecks: _, ...deps }: Deps,
  pipeline: Pipeline,
  number: number,
): Promise<Report> {
  const check = startChecks(deps, pipeline);
  const record = await readVersionRecord(deps, pipeline, number);
  return check(await readKnownFiles(deps, pipeline, record), null);
}
