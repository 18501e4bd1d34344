// VersionStore in memory, for tests of rules and protocols. Every method is one atomic step, as in DynamoDB, but for
// storeSnapshot, which writes a part for each pin: `betweenParts` is awaited before each, so that a test can let others
// act in between.
import { type Freeze, type FreezeAct, inForce } from '../../domain/freeze.ts';
import { isExpired, type RememberedKey } from '../../domain/idempotency.ts';
import { type News, newsOfFreeze, newsOfVersion, placeOf } from '../../domain/news.ts';
import { displayName, type Pipeline } from '../../domain/pipeline.ts';
import type { Release } from '../../domain/release.ts';
import type { Runs } from '../../domain/runs.ts';
import { currentNumber, type State } from '../../domain/state.ts';
import type { ClaimedKey, VersionRecord } from '../../domain/version.ts';
import type { Expected, PipelineRange, StateChange, VersionStore } from '../../ports/version-store.ts';
import { createMemorySnapshots } from './snapshots.ts';

export function createMemoryVersionStore(betweenParts = async () => {}): VersionStore {
  const states = new Map<string, State>();
  const archived = new Map<string, Map<number, VersionRecord>>();
  const keys = new Map<string, RememberedKey>();
  const frozenNamespaces = new Map<string, Freeze>();
  const news = new Map<string, News>();
  const runs = new Map<string, Runs>();
  const releases = new Map<string, Release>();

  function tell(one: News): void {
    news.set(placeOf(one), one);
  }

  const nameOf = (pipeline: Pipeline, number: number) => `${displayName(pipeline)} ${number}`;
  const keyName = (pipeline: Pipeline, key: string) => `${displayName(pipeline)} ${key}`;

  function remembered(pipeline: Pipeline, key: string, now: Date): RememberedKey | null {
    const there = keys.get(keyName(pipeline, key));
    return there === undefined || isExpired(there.claim, now) ? null : there;
  }

  return {
    async readState(pipeline) {
      return states.get(displayName(pipeline)) ?? null;
    },

    async update(pipeline, change, expected) {
      const state = states.get(displayName(pipeline)) ?? null;
      if (!holds(state, expected)) return { updated: false, state };
      states.set(displayName(pipeline), applied(pipeline, state, change));
      if (change.current) tell(newsOfVersion(pipeline, change.current));
      return { updated: true };
    },

    async setFreeze(pipeline, act) {
      const state = states.get(displayName(pipeline));
      if (state === undefined) return false;
      if (changes(state.freeze, act)) tell(newsOfFreeze(pipeline, act));
      states.set(displayName(pipeline), { ...state, freeze: act.freeze });
      return true;
    },

    readNamespaceFreeze: async (namespace) => frozenNamespaces.get(namespace) ?? null,

    async setNamespaceFreeze(namespace, act) {
      const { freeze } = act;
      if (changes(frozenNamespaces.get(namespace) ?? null, act)) tell(newsOfFreeze(namespace, act));
      if (freeze === null) frozenNamespaces.delete(namespace);
      else frozenNamespaces.set(namespace, freeze);
    },

    async archive(pipeline, version) {
      const versions = archived.get(displayName(pipeline)) ?? new Map<number, VersionRecord>();
      archived.set(displayName(pipeline), versions);
      if (!versions.has(version.number)) versions.set(version.number, version);
    },

    async readArchived(pipeline, number) {
      return archived.get(displayName(pipeline))?.get(number) ?? null;
    },

    async *history(pipeline, { below, above = 0 }) {
      const versions = archived.get(displayName(pipeline)) ?? new Map<number, VersionRecord>();
      const numbers = [...versions.keys()].filter((number) => number > above && number < below);
      for (const number of numbers.toSorted((a, b) => b - a)) yield versions.get(number) as VersionRecord;
    },

    ...createMemorySnapshots(betweenParts),

    async claimKey(pipeline, claim, now) {
      const there = remembered(pipeline, claim.key, now);
      if (there !== null) return there;
      const made: RememberedKey = { claim, number: null };
      keys.set(keyName(pipeline, claim.key), made);
      return made;
    },

    readKey: async (pipeline, key, now) => remembered(pipeline, key, now),

    async recordNumber(pipeline, claim, number) {
      const there = keys.get(keyName(pipeline, claim.key));
      if (there === undefined || !isSameClaim(there.claim, claim)) return;
      keys.set(keyName(pipeline, claim.key), { ...there, number });
    },

    async *pipelines(range) {
      const last = range.after === undefined ? '' : displayName(range.after);
      const names = [...states.keys()].filter((name) => name > last).toSorted();
      for (const name of names) {
        const state = states.get(name);
        if (state !== undefined && inRange(state.pipeline, range)) yield state;
      }
    },

    async *news({ before }) {
      const places = [...news.keys()].filter((place) => before === undefined || place < before);
      for (const place of places.toSorted().toReversed()) {
        const one = news.get(place);
        if (one !== undefined) yield { place, news: one };
      }
    },

    async readRuns(pipeline, numbers) {
      const found = new Map<number, Runs>();
      for (const number of numbers) {
        const there = runs.get(nameOf(pipeline, number));
        if (there !== undefined) found.set(number, there);
      }
      return found;
    },

    async storeRuns(pipeline, number, changed) {
      const { revision = 0 } = runs.get(nameOf(pipeline, number)) ?? {};
      if (changed.revision !== revision + 1) return false;
      runs.set(nameOf(pipeline, number), changed);
      return true;
    },
    async recordRelease(pipeline, number, release) {
      releases.set(nameOf(pipeline, number), release);
    },

    readRelease: async (pipeline, number) => releases.get(nameOf(pipeline, number)) ?? null,

    async check() {},
  };
}

function changes(there: Freeze | null, { freeze }: FreezeAct): boolean {
  return freeze !== null || there !== null;
}

function isSameClaim(one: ClaimedKey, other: ClaimedKey): boolean {
  return one.expiresAt.getTime() === other.expiresAt.getTime();
}

function holds(state: State | null, { number, revision, unfrozenAt }: Expected): boolean {
  if (unfrozenAt !== undefined && inForce(state?.freeze ?? null, unfrozenAt) !== null) return false;
  if (revision !== undefined && revision !== (state?.revision ?? 0)) return false;
  if (revision === undefined && state === null) return false;
  return number === undefined || number === currentNumber(state);
}

function applied(pipeline: Pipeline, state: State | null, change: StateChange): State {
  const draft = change.draft ?? state?.draft;
  if (draft === undefined) throw new Error('a state is created with its first observation');
  const revision = (state?.revision ?? 0) + (change.draft ? 1 : 0);
  const freeze = state?.freeze ?? null;
  return { pipeline, current: change.current ?? state?.current ?? null, draft, revision, freeze };
}

function inRange(pipeline: Pipeline, { namespace, layer }: PipelineRange): boolean {
  if (namespace === undefined) return true;
  return pipeline.namespace === namespace && (layer === undefined || pipeline.layer === layer);
}
