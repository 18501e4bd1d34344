// The one conditional update that makes a version visible, and what to do when its condition fails (docs/design.md,
// "Publish"). Publish and rollback both end here.
import type { Draft } from '../domain/draft.ts';
import { DomainError } from '../domain/errors.ts';
import { assertSameInput, remembering, stillUnknown } from '../domain/idempotency.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { MAX_FILES } from '../domain/snapshot.ts';
import { currentNumber, type State } from '../domain/state.ts';
import {
  MAX_RECORD_BYTES,
  recordBytes,
  type Version,
  type VersionContent,
  versionAfter,
} from '../domain/version.ts';
import type { Expected, StateChange } from '../ports/version-store.ts';
import type { Attempts } from './attempts.ts';
import type { Deps } from './deps.ts';
import { assertExpectedVersion, type Outcome, replay } from './outcome.ts';

export interface Publication {
  readonly pipeline: Pipeline;
  readonly content: VersionContent;
  /** What was listed, if the version is the draft. */
  readonly draft?: Draft;
  readonly expectedVersion?: number | undefined;
  /** Whether this publication may simply follow the versions that came in between (newest first). */
  readonly mayFollow: (since: readonly Version[]) => boolean;
}

/** `null`: others were faster, and the publication has to start over from what is there now. */
export async function makeVisible(
  deps: Deps,
  attempts: Attempts,
  publication: Publication,
  read: State | null,
): Promise<Outcome | null> {
  const { pipeline, content } = publication;
  let state = read;
  let draft = publication.draft;
  for (let lost = 0; ; lost++) {
    const version = versionAfter(state?.current ?? null, content, deps.runtime.now());
    assertFits(pipeline, version);
    const expected = expectedBy(version, draft, state);
    const result = await deps.versions.update(pipeline, changeTo(version, draft, state), expected);
    if (result.updated) return { version, outcome: 'created', replayed: false };

    // The first loser tries again at once. Later ones make room, and look again: what they lost to is old by then.
    // The last one looks, too, before it gives up: what it lost to may be its own version.
    const over = attempts.areOver();
    state = lost === 0 || over ? result.state : await readAfterPause(deps, attempts, pipeline);
    const moved = currentNumber(state) >= version.number;
    const [since] = await Promise.all([
      versionsSince(deps, pipeline, version.number - 1, state),
      moved && archiveCurrent(deps, state), // it will be needed, and does no harm if it is not
    ]);
    const answered = findOwn(since, content) ?? (await replay(deps, content.request, state));
    if (answered !== null) return answered;
    if (over) throw attempts.giveUp();
    assertExpectedVersion(pipeline, publication.expectedVersion, state);
    if (state === null || !publication.mayFollow(since)) return null;
    // From here on the lists are older than the state: the draft stays as the last observer left it.
    draft = undefined;
  }
}

async function readAfterPause(deps: Deps, attempts: Attempts, pipeline: Pipeline): Promise<State | null> {
  await attempts.pause();
  return deps.versions.readState(pipeline);
}

/** Copies the current version into history, which must happen before another one replaces it. */
export async function archiveCurrent(deps: Deps, state: State | null): Promise<void> {
  if (state?.current) await deps.versions.archive(state.pipeline, state.current);
}

// That the key is still unknown needs saying: a twin of this request that found the draft unchanged has remembered it
// without moving the number.
function expectedBy({ number, request }: Version, draft: Draft | undefined, state: State | null): Expected {
  return {
    number: number - 1,
    ...(draft && { revision: state?.revision ?? 0 }),
    ...(request !== null && stillUnknown(state?.requests, request)),
  };
}

function changeTo(version: Version, draft: Draft | undefined, state: State | null): StateChange {
  const change: StateChange = { current: version, ...(draft && { draft }) };
  if (version.request === null) return change;
  const answer = { number: version.number, outcome: 'created', at: version.createdAt } as const;
  return { ...change, ...remembering(state?.requests ?? new Map(), version.request, answer) };
}

/** The versions made after `number`, newest first: the current one, and those that it has superseded since. */
async function versionsSince(
  deps: Deps,
  pipeline: Pipeline,
  number: number,
  state: State | null,
): Promise<Version[]> {
  const current = state?.current ?? null;
  if (current === null || current.number <= number) return [];
  const between = { below: current.number, above: number, expected: current.number - number - 1 };
  if (between.expected === 0) return [current];
  return [current, ...(await Array.fromAsync(deps.versions.history(pipeline, between)))];
}

/**
 * An update whose answer was lost has happened, and its repetition failed: success. The same holds for a version that
 * a twin of this request has made with the same idempotency key.
 */
function findOwn(since: readonly Version[], { id, request }: VersionContent): Outcome | null {
  for (const version of since) {
    if (version.id === id) return { version, outcome: 'created', replayed: false };
    if (request === null || version.request?.key !== request.key) continue;
    assertSameInput(version.request, request);
    return { version, outcome: 'created', replayed: true };
  }
  return null;
}

function assertFits(pipeline: Pipeline, version: Version): void {
  const bytes = recordBytes(version);
  if (bytes <= MAX_RECORD_BYTES) return;
  throw new DomainError(
    'DRAFT_TOO_LARGE',
    `The version record of ${displayName(pipeline)} would take ${bytes} bytes, more than ${MAX_RECORD_BYTES}; use fewer files or shorter paths.`,
    {
      file_count: version.fileCount,
      max_files: MAX_FILES,
      record_bytes: bytes,
      max_record_bytes: MAX_RECORD_BYTES,
    },
  );
}
