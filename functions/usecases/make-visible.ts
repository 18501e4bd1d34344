// The one conditional update that makes a version visible, and what to do when its condition fails (docs/design.md,
// "Publish"). Publish and rollback both end here.
import type { Draft } from '../domain/draft.ts';
import type { OverriddenFreeze } from '../domain/freeze.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { PinnedFile } from '../domain/snapshot.ts';
import { currentNumber, type State } from '../domain/state.ts';
import { type VersionContent, type VersionRecord, versionAfter } from '../domain/version.ts';
import type { Expected } from '../ports/version-store.ts';
import type { Attempts } from './attempts.ts';
import type { Deps } from './deps.ts';
import { findVersion } from './find-version.ts';
import { type Freezing, passFreezes } from './freezing.ts';
import { assertExpectedVersion, type Outcome, outcomeWith } from './outcome.ts';
import { readKey, replayCurrent, replaySuperseded } from './replay.ts';

export interface Publication {
  readonly pipeline: Pipeline;
  readonly content: Omit<VersionContent, 'overrodeFreeze'>;
  /** The pins of the content's snapshot. */
  readonly files: readonly PinnedFile[];
  /** What was listed, if the version is the draft. */
  readonly draft?: Draft;
  readonly expectedVersion?: number | undefined;
  readonly freezing: Freezing;
  /** Whether this publication may simply follow the newest of the versions that came in between. */
  readonly mayFollow: (newest: VersionRecord) => boolean;
}

const MADE = { outcome: 'created', replayed: false } as const;

/** `null`: others were faster, and the publication has to start over from what is there now. */
export async function makeVisible(
  deps: Deps,
  attempts: Attempts,
  publication: Publication,
  read: State | null,
): Promise<Outcome | null> {
  const { pipeline, content, files, freezing } = publication;
  let state = read;
  let draft = publication.draft;
  for (let lost = 0; ; lost++) {
    const now = deps.runtime.now();
    const overrodeFreeze = passFreezes(freezing, state, now);
    const version = versionAfter(state?.current ?? null, { ...content, overrodeFreeze }, now);
    const change = { current: version, ...(draft && { draft }) };
    const expected = { ...expectedBy(version, draft, state), ...unfrozen(overrodeFreeze, now) };
    const result = await deps.versions.update(pipeline, change, expected);
    if (result.updated) return outcomeWith({ ...version, files }, MADE);

    // The first loser tries again at once. Later ones make room, and look again: what they lost to is old by then.
    // The last one looks, too, before it gives up: what it lost to may be its own version.
    const over = attempts.areOver();
    state = lost === 0 || over ? result.state : await readAfterPause(deps, attempts, pipeline);
    const answered = await answerAfterLoss(deps, publication, version, state);
    if (answered !== null) return answered;
    // Before the deadline counts: who lost to a freeze did not lose to others.
    passFreezes(freezing, state, deps.runtime.now());
    if (over) throw attempts.giveUp();
    assertExpectedVersion(pipeline, publication.expectedVersion, state);
    if (state === null || !mayGoOn(publication, version, state)) return null;
    // From here on the lists are older than the state: the draft stays as the last observer left it.
    draft = undefined;
  }
}

/**
 * Copies the current version into history and records its number with its key. Both must happen before another version
 * replaces it.
 */
export async function supersede(deps: Deps, state: State | null): Promise<void> {
  if (!state?.current) return;
  const { pipeline, current } = state;
  await Promise.all([
    deps.versions.archive(pipeline, current),
    current.request && deps.versions.recordNumber(pipeline, current.request, current.number),
  ]);
}

/** A version that overrides the pipeline's freeze says so. Any other is visible only if the pipeline is not frozen. */
function unfrozen(overrode: OverriddenFreeze | null, now: Date): Pick<Expected, 'unfrozenAt'> {
  return overrode?.scope === 'pipeline' ? {} : { unfrozenAt: now };
}

async function readAfterPause(deps: Deps, attempts: Attempts, pipeline: Pipeline): Promise<State | null> {
  await attempts.pause();
  return deps.versions.readState(pipeline);
}

function expectedBy({ number }: VersionRecord, draft: Draft | undefined, state: State | null): Expected {
  return { number: number - 1, ...(draft && { revision: state?.revision ?? 0 }) };
}

/**
 * An update whose answer was lost has happened, and its repetition failed: success. If it made a version, that has the
 * number that it tried. A version that a twin of this request made with the same key is a success as well.
 */
async function answerAfterLoss(
  deps: Deps,
  { pipeline, content, files }: Publication,
  tried: VersionRecord,
  state: State | null,
): Promise<Outcome | null> {
  const moved = hasMoved(tried, state);
  const [there, remembered] = await Promise.all([
    moved ? findVersion(deps, pipeline, state, tried.number) : null,
    readKey(deps, pipeline, content.request),
    moved && supersede(deps, state), // it will be needed, and does no harm if it is not
  ]);
  if (there?.id === tried.id) return outcomeWith({ ...there, files }, MADE);
  const current = await replayCurrent(deps, pipeline, content.request, state);
  return current ?? replaySuperseded(deps, pipeline, content.request, remembered);
}

function mayGoOn({ mayFollow }: Publication, tried: VersionRecord, { current }: State): boolean {
  return current === null || !hasMoved(tried, { current }) || mayFollow(current);
}

function hasMoved({ number }: VersionRecord, state: Pick<State, 'current'> | null): boolean {
  return currentNumber(state) >= number;
}
