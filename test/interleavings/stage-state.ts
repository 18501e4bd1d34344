// What tells one state of a run from another.
import { DomainError } from '../../functions/domain/errors.ts';
import type { Attempt } from '../model/actors.ts';
import { lastLook } from '../model/promises.ts';
import { PIPELINE, type World } from '../model/world.ts';
import type { Stage } from './stage.ts';

/** The only one that scenarios use. */
export const KEY = 'key';

/** Nothing can be broken as long as it stays the same. */
export function progressOf({ world, attempts, restores, saves, troubles }: Stage): string {
  const ended = [...attempts, ...restores, ...saves].filter((one) => !isRunning(one)).length;
  return [world.visible.length, ended, troubles.length].join();
}

/**
 * Of the past only what later judgements look at: the drafts since the oldest instant that an attempt which may still
 * make a version, or the next version, may lie at. What was broken before has ended the exploration.
 */
export async function stateOf(stage: Stage): Promise<string> {
  const { world, scheduler, parts, attempts, restores } = stage;
  const { store, bucket } = world;
  const live = [...attempts.filter((attempt) => isLive(stage, attempt)), ...restores.filter(isRunning)];
  const looked = lastLook(stage);
  const since = Math.min(looked, ...live.map(({ began }) => began));
  const drafts = createDrafts(
    world,
    since,
    attempts.some(({ skipsUnchanged }) => skipsUnchanged),
  );
  return JSON.stringify([
    scheduler.state(),
    await store.readState(PIPELINE),
    await Array.fromAsync(store.history(PIPELINE, { below: Number.POSITIVE_INFINITY })),
    await store.readKey(PIPELINE, KEY, new Date(0)),
    bucket.keys().map((key) => bucket.versions(key).map(({ versionId, body }) => [versionId, body])),
    [...parts.written()].toSorted(),
    drafts.all,
    drafts.indexOf(looked),
    live
      .map((one) => `${'message' in one ? one.message : one.target} ${drafts.indexOf(one.began)}`)
      .toSorted(),
    attempts.filter(isRefused).map(({ message }) => message),
  ]);
}

function isRunning({ ended }: { readonly ended?: number | undefined }): boolean {
  return ended === undefined;
}

function isLive({ scheduler }: Stage, attempt: Attempt): boolean {
  return isRunning(attempt) || scheduler.hasLate(attempt.message);
}

function isRefused({ result }: Attempt): boolean {
  return result instanceof DomainError && result.code !== 'UNAVAILABLE';
}

/** Of instants with the same draft, and for `unchanged` with the same version, it does not matter which it was. */
function createDrafts({ moments }: World, since: number, withVersions: boolean) {
  const all: string[] = [];
  const indexes = moments.slice(since).map(({ draft, current }) => {
    const version = withVersions ? [current?.number ?? 0] : [];
    const name = [...draft.map(({ path, versionId }) => `${path} ${versionId}`), ...version].join();
    if (all.at(-1) !== name) all.push(name);
    return all.length - 1;
  });
  return { all, indexOf: (tick: number) => indexes[tick - since] };
}
