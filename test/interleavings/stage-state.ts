// What tells one state of a run from another.
import { DomainError } from '../../functions/domain/errors.ts';
import type { Attempt } from '../model/actors.ts';
import { lastLook } from '../model/promises.ts';
import { PIPELINE, type World } from '../model/world.ts';
import type { Met } from './explore.ts';
import type { Stage } from './stage.ts';

/** The only one that scenarios use. */
export const KEY = 'key';

/** Nothing can be broken as long as it stays the same. */
export function progressOf({ world, attempts, restores, saves, troubles }: Stage): string {
  const ended = [...attempts, ...restores, ...saves].filter((one) => !isRunning(one)).length;
  return [world.visible.length, ended, troubles.length].join();
}

/**
 * Two runs that are the same but for the names of twins are mirror images of each other: they have the same state, the one
 * of the two texts that sorts first.
 */
export async function stateOf(stage: Stage): Promise<Met> {
  const tell = await told(stage);
  const mirrors = [asIs, ...stage.scheduler.twins().map(exchange)];
  const [first, ...others] = mirrors.map((rename) => ({ text: tell(rename), rename }));
  return others.reduce((least, other) => (other.text < least.text ? other : least), first as Met);
}

const asIs = (text: string) => text;

function exchange([one, other]: readonly [string, string]): (text: string) => string {
  const either = new RegExp(`\\b(?:${one}|${other})\\b`, 'g');
  return (text) => text.replaceAll(either, (name) => (name === one ? other : one));
}

/**
 * Of the past only what later judgements look at: the drafts since the oldest instant that an attempt which may still
 * make a version, or the next version, may lie at. What was broken before has ended the exploration.
 */
async function told(stage: Stage): Promise<(rename: (text: string) => string) => string> {
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
  const common = JSON.stringify([
    await store.readState(PIPELINE),
    await store.readNamespaceFreeze(PIPELINE.namespace),
    await Array.fromAsync(store.history(PIPELINE, { below: Number.POSITIVE_INFINITY })),
    await store.readKey(PIPELINE, KEY, new Date(0)),
    bucket.keys().map((key) => bucket.versions(key).map(({ versionId, body }) => [versionId, body])),
    [...parts.written()].toSorted(),
    drafts.all,
    drafts.indexOf(looked),
    attempts.filter(isRefused).map(({ message }) => message),
  ]);
  const frozenSince = (began: number) => world.namespaceFreezes.map(({ since }) => began >= since).join();
  const open = live.map(
    (one) =>
      `${'message' in one ? one.message : one.target} ${drafts.indexOf(one.began)} ${frozenSince(one.began)}`,
  );
  const { left, senders, waiting } = scheduler.state();
  return (rename) => {
    const sorted = (texts: readonly string[]) => texts.map(rename).toSorted();
    return JSON.stringify([
      left,
      senders.map((sender) => sorted(sender).join('\n')).toSorted(),
      sorted(waiting),
      sorted(open),
      rename(common),
    ]);
  };
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
