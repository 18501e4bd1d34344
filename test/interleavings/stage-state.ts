// What tells one state of a run from another.
import { DomainError } from '../../functions/domain/errors.ts';
import type { Attempt } from '../model/actors.ts';
import { lastLook } from '../model/promises.ts';
import { PIPELINE, type World } from '../model/world.ts';
import type { Met } from './explore.ts';
import type { Alike } from './scheduler.ts';
import { byFirst } from './sender.ts';
import type { Stage } from './stage.ts';

/** The only one that scenarios use. */
export const KEY = 'key';

/** Nothing can be broken as long as it stays the same. */
export function progressOf({ world, attempts, restores, saves, troubles }: Stage): string {
  const ended = [...attempts, ...restores, ...saves].filter((one) => !isRunning(one)).length;
  return [world.visible.length, ended, troubles.length].join();
}

/**
 * Two runs that are the same but for the names of senders of one kind are mirror images of each other: they have the same
 * state. Its text calls these senders by what they have come to; where two have come to the same, it is the one of the
 * two texts that sorts first.
 */
export async function stateOf(stage: Stage): Promise<Met> {
  const tell = await told(stage);
  const renamings = stage.scheduler.kinds().reduce(withKind, [new Map<string, string>()]);
  const [first, ...others] = renamings.map(renamer).map((rename) => ({ text: tell(rename), rename }));
  return others.reduce((least, other) => (other.text < least.text ? other : least), first as Met);
}

type Renaming = ReadonlyMap<string, string>;

function withKind(renamings: readonly Renaming[], kind: readonly Alike[]): readonly Renaming[] {
  const names = kind.map(({ name }) => name);
  return ordersOf(kind).flatMap((order) =>
    renamings.map(
      (one) => new Map([...one, ...order.map((name, index) => [name, names[index] as string] as const)]),
    ),
  );
}

/** By what they have come to; those that have come to the same in every order. */
function ordersOf(kind: readonly Alike[]): readonly (readonly string[])[] {
  const hide = renamer(new Map(kind.map(({ name }) => [name, '#'])));
  const byState = Map.groupBy(kind, ({ state }) => state.map(hide).toSorted().join('\n'));
  const groups = [...byState]
    .toSorted(byFirst)
    .map(([, alike]) => permutationsOf(alike.map(({ name }) => name)));
  return groups.reduce(
    (orders, next) => orders.flatMap((order) => next.map((more) => [...order, ...more])),
    [[]],
  );
}

type Order = readonly string[];

function permutationsOf(names: Order): readonly Order[] {
  if (names.length < 2) return [names];
  return names.flatMap((name) =>
    permutationsOf(names.filter((other) => other !== name)).map((rest) => [name, ...rest]),
  );
}

function renamer(renaming: Renaming): (text: string) => string {
  if ([...renaming].every(([name, other]) => name === other)) return (text) => text;
  // "publisher, again" before "publisher".
  const names = [...renaming.keys()].toSorted((one, other) => other.length - one.length);
  const any = new RegExp(`\\b(?:${names.join('|')})\\b`, 'g');
  return (text) => text.replaceAll(any, (name) => renaming.get(name) as string);
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
