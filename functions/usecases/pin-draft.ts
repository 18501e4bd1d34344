// The draft pinned as of now, for a run that uses no version. Proved as a publish proves it, and stored nowhere.
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { type Fingerprint, fingerprintOf, type PinnedFile } from '../domain/snapshot.ts';
import type { Deps } from './deps.ts';
import { assertPublishable } from './publishable.ts';
import { settleDraft } from './settle-draft.ts';

export interface PinnedDraft {
  /** Sorted by path. */
  readonly files: readonly PinnedFile[];
  readonly fingerprint: Fingerprint;
}

/** Throws what a publish of this draft would, but for its limits in the table. 2 lists and 1 read of the state. */
export async function pinDraft(deps: Deps, pipeline: Pipeline): Promise<PinnedDraft> {
  const reading = deps.versions.readState(pipeline);
  const known = async () => (await reading)?.current?.files ?? [];
  const [state, first] = await Promise.all([reading, deps.files.listDraft(pipeline, { known })]);
  const settled = await settleDraft(deps, pipeline, known, first);
  const files = assertPublishable(pipeline, state, settled.files);
  return { files, fingerprint: fingerprintOf(files) };
}

/** Throws `DRAFT_RUNS_DISABLED`: what runs is to be published and reviewed, unless whoever deploys says otherwise. */
export function assertDraftRuns(pipeline: Pipeline, enabled: boolean): void {
  if (enabled) return;
  throw new DomainError(
    'DRAFT_RUNS_DISABLED',
    `Runs may not use the draft of ${displayName(pipeline)} here; publish it, and run the version.`,
  );
}
