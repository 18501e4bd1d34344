// Where states, versions, snapshots, idempotency keys and runs are kept. Implemented by adapters/dynamodb and adapters/memory;
// one contract suite (test/contract/version-store.test.ts) runs against both.
import type { Draft } from '../domain/draft.ts';
import type { Freeze, FreezeAct } from '../domain/freeze.ts';
import type { RememberedKey } from '../domain/idempotency.ts';
import type { News } from '../domain/news.ts';
import type { Layer, Pipeline } from '../domain/pipeline.ts';
import type { Release } from '../domain/release.ts';
import type { Runs } from '../domain/runs.ts';
import type { PinnedFile, Snapshot, SnapshotId, StoredSnapshot } from '../domain/snapshot.ts';
import type { PipelineSummary, State } from '../domain/state.ts';
import type { ClaimedKey, VersionNumber, VersionRecord } from '../domain/version.ts';

/** What one update of the state changes; everything that is left out stays as it is. */
export interface StateChange {
  readonly current?: VersionRecord;
  /** Recording a draft also raises the revision by one. Required when the state does not exist yet. */
  readonly draft?: Draft;
}

/** What must still hold when the update happens. */
export interface Expected {
  /** Number of the current version; 0: never published. */
  readonly number?: number;
  /** Revision of the draft; 0: there is no state yet. */
  readonly revision?: number;
  /** No freeze of the pipeline ends after this moment. */
  readonly unfrozenAt?: Date;
}

/** `state` is what stood there instead, as it was when the condition failed or later. */
export type UpdateResult =
  | { readonly updated: true }
  | { readonly updated: false; readonly state: State | null };

export interface HistoryRange {
  /** Only versions with a smaller number. */
  readonly below: number;
  /** Only versions with a greater number; 0 by default. */
  readonly above?: number;
  /** How many the caller expects to take: a hint for the size of a read, not a bound. */
  readonly expected?: number;
}

export interface PipelineRange {
  readonly namespace?: string | undefined;
  /** Narrows the pipelines of a namespace; without one, it is the caller's to filter. */
  readonly layer?: Layer | undefined;
  /** Start behind this pipeline. */
  readonly after?: Pipeline | undefined;
  /** As in HistoryRange. */
  readonly expected?: number | undefined;
}

export interface NewsRange {
  /** Only older ones than that of this place. */
  readonly before?: string | undefined;
  /** As in HistoryRange. */
  readonly expected?: number | undefined;
}

/** Where a piece of news stands among all others: a text that sorts by time. */
export interface PlacedNews {
  readonly place: string;
  readonly news: News;
}

/**
 * Every read of one pipeline is strongly consistent. Any method throws `THROTTLED` or `UNAVAILABLE` when the store
 * does; after an `update` that threw so, the change may have been made or not.
 */
export interface VersionStore {
  /** The state, or `null` if the pipeline was never observed or published. One request. */
  readState(pipeline: Pipeline): Promise<State | null>;

  /**
   * Changes the state in one atomic step if `expected` holds, and creates it where `expected.revision` is 0. Of two
   * updates that expect the same number or revision, at most one happens. The store repeats an update whose answer
   * was lost; the repetition then finds its own change and reports `updated: false`.
   */
  update(pipeline: Pipeline, change: StateChange, expected: Expected): Promise<UpdateResult>;

  /**
   * Freezes a pipeline that has a state, or lifts its freeze; whatever else the state holds stays as it is. One atomic
   * step, whatever stood there before. `false` if there is no state. Lifting a freeze that is not there does nothing.
   * What was done becomes news in a second step: if that fails, with the next freeze or lift.
   */
  setFreeze(pipeline: Pipeline, act: FreezeAct): Promise<boolean>;

  /** Also one that has ended. Strongly consistent, one request. */
  readNamespaceFreeze(namespace: string): Promise<Freeze | null>;

  /** Freezes a namespace or lifts its freeze, as of a pipeline. */
  setNamespaceFreeze(namespace: string, act: FreezeAct): Promise<void>;

  /** Copies a version into history unless its number is there already. Idempotent, never overwrites. */
  archive(pipeline: Pipeline, version: VersionRecord): Promise<void>;

  /** One archived version, `null` if there is none with this number. */
  readArchived(pipeline: Pipeline, number: number): Promise<VersionRecord | null>;

  /** Archived versions, newest first, read from the store as the caller takes them. */
  history(pipeline: Pipeline, range: HistoryRange): AsyncIterable<VersionRecord>;

  /**
   * Resolves when the snapshot is there whole, in parts that are written side by side. Idempotent, never overwrites. A
   * call that fails may leave some parts behind; another call completes them.
   */
  storeSnapshot(pipeline: Pipeline, snapshot: Snapshot): Promise<StoredSnapshot>;

  /** The pins of each snapshot, sorted by path. Throws if one of them is not there whole. */
  readSnapshots(
    pipeline: Pipeline,
    snapshots: readonly StoredSnapshot[],
  ): Promise<ReadonlyMap<SnapshotId, readonly PinnedFile[]>>;

  /**
   * Remembers the claim, without a number, unless a claim of the same key is there that has not expired. Returns what is
   * remembered then: of several requests that claim a key at once, all get the same claim. One atomic step.
   */
  claimKey(pipeline: Pipeline, claim: ClaimedKey, now: Date): Promise<RememberedKey>;

  /** What is remembered of a key; `null` if nothing is, or its claim has expired. */
  readKey(pipeline: Pipeline, key: string, now: Date): Promise<RememberedKey | null>;

  /** Records the version that a claim made. Does nothing if the key has been forgotten or claimed anew since. */
  recordNumber(pipeline: Pipeline, claim: ClaimedKey, number: VersionNumber): Promise<void>;

  /**
   * All pipelines that have a state, each once, read as the caller takes them; sorted by layer and name within a
   * namespace. Eventually consistent.
   */
  pipelines(range: PipelineRange): AsyncIterable<PipelineSummary>;

  /** All news, newest first, read as the caller takes them. Eventually consistent. */
  news(range: NewsRange): AsyncIterable<PlacedNews>;

  /** What was last stored of the runs of each of these versions; those without any are left out. One request for up to 100. */
  readRuns(pipeline: Pipeline, numbers: readonly number[]): Promise<ReadonlyMap<number, Runs>>;

  /**
   * Replaces the runs of a version, if those that are stored have the revision before that of `runs`; says whether. One
   * atomic step. A repetition by the store, whose first answer was lost, says no. They may be gone once they have expired.
   */
  storeRuns(pipeline: Pipeline, number: number, runs: Runs): Promise<boolean>;
  /** Notes where a version was released. Idempotent. */
  recordRelease(pipeline: Pipeline, number: VersionNumber, release: Release): Promise<void>;

  /** `null` until it was noted. Strongly consistent, one request. */
  readRelease(pipeline: Pipeline, number: number): Promise<Release | null>;

  /** Rejects if the store cannot be reached. */
  check(): Promise<void>;
}
