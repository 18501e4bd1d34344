// What is wrong with the draft. Writes nothing.
import type { Report } from '../domain/checks/report.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import { startChecks } from './check-files.ts';
import type { Deps } from './deps.ts';
import { readDraftBesideCurrent } from './read-draft.ts';

/**
 * Two rounds, as `readDraftBesideCurrent`, and another one for the files that a publish would read. Throws
 * what that throws.
 */
export async function checkDraft(deps: Deps, pipeline: Pipeline): Promise<Report> {
  const check = startChecks(deps, pipeline);
  const { state, files, pins } = await readDraftBesideCurrent(deps, pipeline);
  return check(files, state?.current ? { current: state.current, pins: async () => pins } : null);
}
