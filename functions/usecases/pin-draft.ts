// The draft pinned as of now, for a run that uses no version. Proved as a publish proves it, and stored nowhere.
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { type Fingerprint, fingerprintOf, type PinnedFile } from '../domain/snapshot.ts';
import { startClock } from './attempts.ts';
import type { Deps } from './deps.ts';
import { assertPublishable } from './publishable.ts';
import { settleDraft } from './settle-draft.ts';
import { filesOfCurrent } from './version-files.ts';

export interface PinnedDraft {
  /** Sorted by path. */
  readonly files: readonly PinnedFile[];
  readonly fingerprint: Fingerprint;
}

/** Throws the errors of a publish of this draft, without the table's limits. 2 lists and 1 read of the state. */
export async function pinDraft(deps: Deps, pipeline: Pipeline): Promise<PinnedDraft> {
  const left = startClock(deps.runtime);
  const reading = deps.versions.readState(pipeline);
  const known = filesOfCurrent(deps, pipeline, reading);
  const [state, first] = await Promise.all([reading, deps.files.listDraft(pipeline, { known })]);
  const settled = await settleDraft(deps, pipeline, { known, first, left });
  const files = assertPublishable(pipeline, state, settled.files);
  return { files, fingerprint: fingerprintOf(files) };
}

/** Throws `DRAFT_RUNS_DISABLED` unless the deployment lets runs use drafts, which nobody has published. */
export function assertDraftRuns(pipeline: Pipeline, enabled: boolean): void {
  if (enabled) return;
  throw new DomainError(
    'DRAFT_RUNS_DISABLED',
    `Runs may not use the draft of ${displayName(pipeline)} here; publish it, and run the version.`,
  );
}
