// VersionStore in memory, for tests of rules and protocols. Every method is one atomic step, as in DynamoDB.
import type { Pipeline } from '../../domain/pipeline.ts';
import { displayName } from '../../domain/pipeline.ts';
import { currentNumber, type State } from '../../domain/state.ts';
import type { Version } from '../../domain/version.ts';
import type {
  Expected,
  HistoryRange,
  PipelineRange,
  StateChange,
  VersionStore,
} from '../../ports/version-store.ts';

export function createMemoryVersionStore(): VersionStore {
  const states = new Map<string, State>();
  const archived = new Map<string, Map<number, Version>>();

  async function* history(pipeline: Pipeline, { below, above = 0 }: HistoryRange) {
    const versions = archived.get(displayName(pipeline)) ?? new Map<number, Version>();
    const numbers = [...versions.keys()].filter((number) => number > above && number < below);
    for (const number of numbers.toSorted((a, b) => b - a)) yield versions.get(number) as Version;
  }

  return {
    async readState(pipeline) {
      return states.get(displayName(pipeline)) ?? null;
    },

    async update(pipeline, change, expected) {
      const state = states.get(displayName(pipeline)) ?? null;
      if (!holds(state, expected)) return { updated: false, state };
      states.set(displayName(pipeline), applied(pipeline, state, change));
      return { updated: true };
    },

    async archive(pipeline, version) {
      const versions = archived.get(displayName(pipeline)) ?? new Map<number, Version>();
      archived.set(displayName(pipeline), versions);
      if (!versions.has(version.number)) versions.set(version.number, version);
    },

    async readArchived(pipeline, number) {
      return archived.get(displayName(pipeline))?.get(number) ?? null;
    },

    history,
    async *historySummaries(pipeline, range) {
      for await (const { files: _, ...summary } of history(pipeline, range)) yield summary;
    },

    async *pipelines(range) {
      const names = [...states.keys()].toSorted();
      for (const name of names) {
        const state = states.get(name);
        if (state !== undefined && inRange(state.pipeline, range)) yield state;
      }
    },

    async check() {},
  };
}

function holds(state: State | null, { number, revision, unknownKey }: Expected): boolean {
  if (unknownKey !== undefined && state?.requests.has(unknownKey)) return false;
  if (revision !== undefined && revision !== (state?.revision ?? 0)) return false;
  if (revision === undefined && state === null) return false;
  return number === undefined || number === currentNumber(state);
}

function applied(pipeline: Pipeline, state: State | null, change: StateChange): State {
  const draft = change.draft ?? state?.draft;
  if (draft === undefined) throw new Error('a state is created with its first observation');
  const requests = new Map(state?.requests ?? []);
  for (const key of change.forget ?? []) requests.delete(key);
  if (change.remember) requests.set(change.remember.key, change.remember.request);
  const revision = (state?.revision ?? 0) + (change.draft ? 1 : 0);
  return { pipeline, current: change.current ?? state?.current ?? null, draft, revision, requests };
}

function inRange(pipeline: Pipeline, { namespace, layer, after }: PipelineRange): boolean {
  if (namespace !== undefined && pipeline.namespace !== namespace) return false;
  if (namespace !== undefined && layer !== undefined && pipeline.layer !== layer) return false;
  return after === undefined || displayName(pipeline) > displayName(after);
}
