// The promises (docs/design.md, "Promises"), checked against the whole truth after a run. Each function returns what it
// found broken.
import { checkFile } from '../../functions/domain/checks/check-file.ts';
import { RULES } from '../../functions/domain/checks/rules.ts';
import { isDraftDirty } from '../../functions/domain/draft.ts';
import { DomainError } from '../../functions/domain/errors.ts';
import { REMEMBERED_HOURS } from '../../functions/domain/idempotency.ts';
import { keyPrefix } from '../../functions/domain/pipeline.ts';
import { type PinnedFile, samePins } from '../../functions/domain/snapshot.ts';
import type { State } from '../../functions/domain/state.ts';
import type { ClaimedKey, Version } from '../../functions/domain/version.ts';
import type { Outcome } from '../../functions/usecases/outcome.ts';
import type { Attempt, Stage } from './actors.ts';
import { contentOf, type NamespaceFreeze, PIPELINE } from './world.ts';

/** A run that has ended. */
export type Played = Pick<Stage, 'world' | 'attempts' | 'troubles'>;

export async function brokenPromises(stage: Played): Promise<readonly string[]> {
  const state = await stage.world.store.readState(PIPELINE);
  return [...(await brokenSoFar(stage)), ...convergedFlag(stage, state)];
}

/** Also of a run that has not ended: what is broken once stays broken. */
export async function brokenSoFar(stage: Played): Promise<readonly string[]> {
  const state = await stage.world.store.readState(PIPELINE);
  return [
    ...stage.troubles,
    ...numbers(stage),
    ...wholeAndOrdered(stage).broken,
    ...wholeWhenVisible(stage),
    ...(await immutable(stage, state)),
    ...allOrNothing(stage),
    ...exactlyOnce(stage),
    ...truthfulAnswers(stage),
    ...nothingUnchanged(stage),
    ...frozen(stage),
    ...checkedByPins(stage),
  ];
}

/** The earliest instant at which the draft of the newest publish may have stood. */
export function lastLook(stage: Played): number {
  return wholeAndOrdered(stage).notBefore;
}

function numbers({ world }: Played): string[] {
  const made = world.visible.map(({ version }) => version.number);
  return made.every((number, index) => number === index + 1) ? [] : [`1 numbers: made ${made}`];
}

function wholeAndOrdered({ world, attempts }: Played) {
  let notBefore = 0;
  for (const { version, tick } of world.visible) {
    if (version.rollbackOf !== null) continue;
    const began = attemptOf(attempts, version)?.began ?? 0;
    const stood = (instant: number) => samePins(world.moments[instant]?.draft ?? [], version.files);
    const within = range(began, tick).filter(stood);
    if (within.length === 0)
      return { broken: [`2 whole snapshots: version ${version.number} never stood so`], notBefore };
    const instant = within.find((candidate) => candidate >= notBefore);
    if (instant === undefined)
      return { broken: [`3 order: version ${version.number} is older than the one before it`], notBefore };
    notBefore = instant;
  }
  return { broken: [], notBefore };
}

function wholeWhenVisible({ world }: Played): string[] {
  return world.torn.map(
    (number) => `2 whole snapshots: version ${number} was visible before all of its parts`,
  );
}

async function immutable({ world }: Played, state: State | null): Promise<string[]> {
  const { store, torn } = world;
  if (torn.length > 0) return []; // that is broken already, and it cannot be read
  const archived = await Array.fromAsync(store.history(PIPELINE, { below: state?.current?.number ?? 0 }));
  const records = [...(state?.current ? [state.current] : []), ...archived];
  const read = await store.readSnapshots(
    PIPELINE,
    records.map(({ snapshot }) => snapshot),
  );
  const now = records.map((record) => JSON.stringify({ ...record, files: read.get(record.snapshot.id) }));
  const then = world.visible.map(({ frozen }) => frozen).toReversed();
  return now.join() === then.join() ? [] : ['4 immutability: a version was changed or lost'];
}

function allOrNothing({ world, attempts }: Played): string[] {
  const refused = attempts.filter(
    ({ result }) => result instanceof DomainError && result.code !== 'UNAVAILABLE',
  );
  return refused
    .filter(({ message }) => world.visible.some(({ version }) => version.message === message))
    .map(({ message }) => `5 all or nothing: ${message} was refused and made a version`);
}

function exactlyOnce({ world, attempts }: Played): string[] {
  const made = world.visible.map(({ version }) => version);
  const perAttempt = attempts.filter(({ message }) => made.filter((v) => v.message === message).length > 1);
  const claims = made.flatMap(({ request }) => (request ? [claimName(request)] : []));
  const perClaim = claims.filter((claim, index) => claims.indexOf(claim) !== index);
  return [
    ...perAttempt.map(({ message }) => `6 exactly once: ${message} made two versions`),
    ...perClaim.map((claim) => `6 exactly once: ${claim} made two versions`),
    ...claimsTooClose(world).map((claim) => `6 exactly once: ${claim} came within 24 hours of another`),
    ...attempts
      .filter(isAnsweredByAnother)
      .map(
        ({ message, key }) => `6 exactly once: ${message} with ${key} was answered with another's version`,
      ),
    ...attempts
      .filter((attempt) => isRefusedDespite(world, attempt))
      .map(({ message, key }) => `6 exactly once: ${message} was refused although ${key} had made a version`),
  ];
}

const claimName = ({ key, expiresAt }: ClaimedKey) => `${key} until ${expiresAt.toISOString()}`;

/** Claims of one key that made versions although the earlier one had not expired when the later one came. */
function claimsTooClose({ visible }: Played['world']): string[] {
  const claims = visible.flatMap(({ version }) => version.request ?? []);
  return claims
    .filter(({ key, expiresAt }) =>
      claims.some((other) => {
        const later = expiresAt.getTime() - other.expiresAt.getTime();
        return other.key === key && later > 0 && later < REMEMBERED_HOURS * 3_600_000;
      }),
    )
    .map(claimName);
}

/** What a version was made with is the key of every request that it answers. */
function isAnsweredByAnother({ key, result }: Attempt): boolean {
  return isOutcome(result) && result.outcome === 'created' && (result.version.request?.key ?? null) !== key;
}

/** The last thing before a refusal is to look whether a twin has succeeded. One that succeeds later is not looked for. */
function isRefusedDespite({ visible }: Stage['world'], { key, result, lastRead }: Attempt): boolean {
  if (!(result instanceof DomainError) || lastRead === undefined) return false;
  if (['UNAVAILABLE', 'IDEMPOTENCY_KEY_REUSED'].includes(result.code)) return false;
  const { tick, at } = lastRead;
  return visible.some(({ version: { request }, tick: since }) => {
    const isRemembered = request !== null && request.key === key && request.expiresAt > at;
    return isRemembered && since <= tick;
  });
}

/** A success names a version that is there; "unchanged" was true at some instant of the request. */
function truthfulAnswers({ world, attempts }: Played): string[] {
  return attempts.flatMap(({ message, result, began, ended }) => {
    if (!isOutcome(result)) return [];
    const { version, outcome, replayed } = result;
    const there = world.visible.some(({ frozen }) => frozen === JSON.stringify(version));
    if (!there) return [`5 all or nothing: ${message} was answered with a version that is not there`];
    if (outcome === 'created' && !replayed && version.message !== message)
      return [`6 exactly once: ${message} was answered with another's version`];
    if (outcome === 'created' || replayed) return [];
    const wasTrue = range(began, ended ?? world.tick()).some((tick) => {
      const moment = world.moments[tick];
      return moment?.current?.number === version.number && contentOf(moment) === version.fingerprint;
    });
    return wasTrue ? [] : [`5 all or nothing: ${message} was told unchanged, which it never was`];
  });
}

/** `skip_unchanged` makes no version of what is current already. */
function nothingUnchanged({ world, attempts }: Played): string[] {
  const made = world.visible.map(({ version }) => version);
  return made
    .filter((version, index) => version.fingerprint === made[index - 1]?.fingerprint)
    .filter((version) => attemptOf(attempts, version)?.skipsUnchanged)
    .map(({ number }) => `5 all or nothing: version ${number} was to be skipped, for it is unchanged`);
}

/**
 * The table knows at the instant of the update whether the pipeline is frozen. A freeze of the namespace holds for
 * requests that begin after it: without a freeze of its own, for the whole of each of them.
 */
function frozen({ world, attempts }: Played): string[] {
  const despiteNamespace = world.visible.filter(({ version, tick, at }) => {
    const began = attemptOf(attempts, version)?.began ?? -1;
    const isUnder = ({ since, lifted, ends }: NamespaceFreeze) =>
      began >= since && (lifted === null || tick < lifted) && ends > at;
    return version.overrodeFreeze === null && world.namespaceFreezes.some(isUnder);
  });
  return [
    ...world.thawed.map(
      (number) => `9 freeze: version ${number} became visible while its pipeline was frozen`,
    ),
    ...despiteNamespace.map(
      ({ version }) =>
        `9 freeze: version ${version.number} was begun and made while its namespace was frozen`,
    ),
  ];
}

/** What a version says of its checks is true of what it pins. */
function checkedByPins({ world, attempts }: Played): string[] {
  return world.visible.flatMap(({ version }) => {
    const { number, checks, rollbackOf } = version;
    const target = world.visible[(rollbackOf ?? 0) - 1]?.version;
    if (target !== undefined && target.checks !== checks)
      return [`10 checks: version ${number} is ${checks}, and version ${target.number} ${target.checks}`];
    if (target !== undefined || checks === 'incomplete') return [];
    const isWrong = version.files.some((file) => hasErrors(world, file));
    const isAllowed = attemptOf(attempts, version)?.allowsFailedChecks === true;
    if (isWrong && !isAllowed) return [`10 checks: version ${number} has errors that nobody allowed`];
    return isWrong === (checks === 'failed') ? [] : [`10 checks: version ${number} is not ${checks}`];
  });
}

function hasErrors({ bucket }: Played['world'], { path, versionId }: PinnedFile): boolean {
  const versions = bucket.versions(keyPrefix(PIPELINE) + path);
  const body = versions.find((version) => version.versionId === versionId)?.body ?? '';
  const { findings } = checkFile(path, Buffer.from(body));
  return findings.some(({ rule }) => RULES[rule] === 'error');
}

function convergedFlag({ world }: Played, state: State | null): string[] {
  const now = world.moments.at(-1);
  if (now === undefined || state === null) return ['7 flag: the draft was never observed'];
  const truth = state.current === null ? null : contentOf(now) !== state.current.fingerprint;
  if (isDraftDirty(state.draft, state.current) !== truth) return ['7 flag: draft_dirty is not the truth'];
  return state.draft.fingerprint === contentOf(now)
    ? []
    : ['7 flag: the draft is not what was last observed'];
}

function isOutcome(result: Attempt['result']): result is Outcome {
  return result !== 'crashed' && !(result instanceof DomainError);
}

function attemptOf(attempts: readonly Attempt[], version: Version): Attempt | undefined {
  return attempts.find(({ message }) => message === version.message);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
