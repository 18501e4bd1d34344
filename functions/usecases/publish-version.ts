// Publish: pin the draft as it stood at one instant under the next version number. The protocol is in docs/design.md,
// "Publish".
import { type Draft, draftOf } from '../domain/draft.ts';
import { remembering, stillUnknown } from '../domain/idempotency.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import { type PinnedFile, samePins } from '../domain/snapshot.ts';
import { currentNumber, type State } from '../domain/state.ts';
import type { RequestKey, VersionId } from '../domain/version.ts';
import { type Attempts, startAttempts, versionConflict } from './attempts.ts';
import type { Deps } from './deps.ts';
import { archiveCurrent, makeVisible } from './make-visible.ts';
import { assertExpectedVersion, type Outcome, outcomeOf, replay } from './outcome.ts';
import { assertExpectedDraft, assertPublishable } from './publishable.ts';
import { settleDraft } from './settle-draft.ts';

export interface PublishInput {
  readonly pipeline: Pipeline;
  readonly message: string;
  readonly createdBy: string | null;
  /** Publish only on top of this number; 0: never published. */
  readonly expectedVersion?: number | undefined;
  /** Publish only this fingerprint. */
  readonly expectedDraft?: string | undefined;
  /** Answer with the current version, making none, if it is this draft already. */
  readonly skipUnchanged?: boolean | undefined;
  readonly request: RequestKey | null;
}

/**
 * 2 S3 and 3 DynamoDB requests in 3 rounds when nothing disturbs it. Throws what docs/api.md lists for
 * `publishVersion`; a refusal made no version. Repeating a request that was cut off is safe with the same `request`.
 */
export function publishVersion(deps: Deps, input: PublishInput): Promise<Outcome> {
  return outcomeOf(deps, input, () => publishUntilDecided(deps, input));
}

async function publishUntilDecided(deps: Deps, input: PublishInput): Promise<Outcome> {
  const id = deps.runtime.newVersionId();
  const attempts = startAttempts(deps.runtime, () => versionConflict(input.pipeline));
  for (;;) {
    const outcome = await publishOnce(deps, attempts, input, id);
    if (outcome !== null) return outcome;
    await attempts.again();
  }
}

async function publishOnce(
  deps: Deps,
  attempts: Attempts,
  input: PublishInput,
  id: VersionId,
): Promise<Outcome | null> {
  const { pipeline, message, createdBy, request, expectedVersion } = input;
  const reading = deps.versions.readState(pipeline);
  const known = async () => (await reading)?.current?.files ?? [];
  const [state, first] = await Promise.all([reading, deps.files.listDraft(pipeline, { known })]);

  const answered = await replay(deps, request, state);
  if (answered !== null) return answered;
  assertExpectedVersion(pipeline, expectedVersion, state);

  const [settled] = await Promise.all([
    settleDraft(deps, pipeline, known, first),
    archiveCurrent(deps, state),
  ]);
  const files = assertPublishable(pipeline, state, settled.files);
  const draft = draftOf(files, settled.at);
  assertExpectedDraft(pipeline, input.expectedDraft, draft);
  if (input.skipUnchanged && state?.current?.fingerprint === draft.fingerprint) {
    return answerUnchanged(deps, input, state, draft);
  }

  const content = { id, message, createdBy, request, files, rollbackOf: null };
  const mayFollow = (since: readonly Pinning[]) =>
    since.every((other) => pinsTheSame(other, files)) && !(input.skipUnchanged && since.length > 0);
  return makeVisible(deps, attempts, { pipeline, content, draft, expectedVersion, mayFollow }, state);
}

interface Pinning {
  readonly rollbackOf: number | null;
  readonly files: readonly PinnedFile[];
}

// Versions with the very same pins may come in any order. A rollback between them may not: this publish saw the draft
// before it, and would undo it with older files.
function pinsTheSame(other: Pinning, files: readonly PinnedFile[]): boolean {
  return other.rollbackOf === null && samePins(other.files, files);
}

/**
 * The draft is version n, but is n still the current one? The number never goes back, so a second reading of n, made
 * after the lists, settles it. With a key, the update that remembers the answer has that as its condition; it records
 * the draft, too, unless others have looked at it since.
 */
async function answerUnchanged(
  deps: Deps,
  { pipeline, request }: PublishInput,
  state: State,
  draft: Draft,
): Promise<Outcome | null> {
  const version = state.current;
  if (version === null) return null;
  const unchanged: Outcome = { version, outcome: 'unchanged', replayed: false };
  if (request === null) {
    const now = await deps.versions.readState(pipeline);
    return currentNumber(now) === version.number ? unchanged : null;
  }
  const answer = { number: version.number, outcome: 'unchanged', at: deps.runtime.now() } as const;
  const change = remembering(state.requests, request, answer);
  const { revision } = state;
  const expected = { number: version.number, ...stillUnknown(state.requests, request) };
  const observed = await deps.versions.update(pipeline, { draft, ...change }, { ...expected, revision });
  if (observed.updated) return unchanged;
  const now = observed.state;
  if (currentNumber(now) !== version.number || now?.requests.has(request.key)) return null;
  // Others have looked at the draft meanwhile, and it stays as they left it.
  return (await deps.versions.update(pipeline, change, expected)).updated ? unchanged : null;
}
