// The world of the model check: one pipeline, a bucket and a table in memory, and the whole truth about them.
// Time is a count of changes: a tick passes when the draft or the current version changes, and at no other moment.
import { createMemoryBucket, createMemoryDraftFiles } from '../../functions/adapters/memory/draft-files.ts';
import { createMemoryVersionStore } from '../../functions/adapters/memory/version-store.ts';
import { inForce } from '../../functions/domain/freeze.ts';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { fingerprintOf, type ListedFile } from '../../functions/domain/snapshot.ts';
import type { Version, VersionRecord } from '../../functions/domain/version.ts';
import type { VersionStore } from '../../functions/ports/version-store.ts';

export const PIPELINE: Pipeline = { namespace: 'default', layer: 'silver', name: 'orders' };

export interface Moment {
  readonly draft: readonly ListedFile[];
  readonly current: VersionRecord | null;
}

export interface NamespaceFreeze {
  /** Requests that began at this tick or later found it. */
  readonly since: number;
  /** The tick at which it was lifted; `null` if it was not. */
  readonly lifted: number | null;
  readonly ends: Date;
}

export interface World {
  readonly store: VersionStore;
  readonly bucket: ReturnType<typeof createMemoryBucket>;
  /** What stood there at each tick. */
  readonly moments: readonly Moment[];
  /** Versions in the order in which they became visible, as they were then, and when. */
  readonly visible: readonly {
    readonly version: Version;
    readonly frozen: string;
    readonly tick: number;
    readonly at: Date;
  }[];
  /** Numbers of versions that became visible before all parts of their snapshots were stored. */
  readonly torn: readonly number[];
  /** Versions that became visible although the pipeline was frozen, and do not say that they override that. */
  readonly thawed: readonly number[];
  readonly namespaceFreezes: readonly NamespaceFreeze[];
  now(): Date;
  /** Lets time pass in which nothing happens. */
  pass(milliseconds: number): void;
  tick(): number;
  edit(path: string, content: string | null): Promise<void>;
  /** Lets a tick pass, after an edit by the service itself. */
  noteDraft(): Promise<void>;
}

/** `betweenParts` is awaited before each part of a snapshot is written; `newVersionId` names versions of objects. */
export async function createWorld(
  betweenParts: () => Promise<void>,
  newVersionId?: (key: string) => string,
): Promise<World> {
  let milliseconds = Date.UTC(2026, 0, 1);
  const now = () => new Date(milliseconds++);
  const bucket = createMemoryBucket(now, newVersionId);
  const draftNow = createMemoryDraftFiles(bucket);
  const moments: Moment[] = [];
  const torn: number[] = [];
  const thawed: number[] = [];
  const namespaceFreezes: NamespaceFreeze[] = [];
  const visible: { version: Version; frozen: string; tick: number; at: Date }[] = [];

  const note = async (current: VersionRecord | null) => {
    const listing = await draftNow.listDraft(PIPELINE, { known: async () => [] });
    moments.push({ draft: listing?.files ?? [], current });
  };

  const noteDraft = () => note(moments.at(-1)?.current ?? null);

  const table = createMemoryVersionStore(betweenParts);
  // At this very moment a reader may ask for them.
  const withFiles = async (pipeline: Pipeline, record: VersionRecord): Promise<Version> => {
    const read = await table.readSnapshots(pipeline, [record.snapshot]).catch(() => null);
    if (read === null) torn.push(record.number);
    return { ...record, files: read?.get(record.snapshot.id) ?? [] };
  };

  const store: VersionStore = {
    ...table,
    async update(pipeline, change, expected) {
      const frozen = inForce((await table.readState(pipeline))?.freeze ?? null, new Date(milliseconds));
      const result = await table.update(pipeline, change, expected);
      if (result.updated && change.current) {
        if (frozen !== null && change.current.overrodeFreeze === null) thawed.push(change.current.number);
        const tick = moments.length;
        const version = await withFiles(pipeline, change.current);
        visible.push({ version, frozen: JSON.stringify(version), tick, at: new Date(milliseconds) });
        await note(change.current);
      }
      return result;
    },
    // Begin and end of a freeze are ticks of their own: requests begin before or after them.
    async setFreeze(pipeline, act) {
      const isThere = await table.setFreeze(pipeline, act);
      await noteDraft();
      return isThere;
    },
    async setNamespaceFreeze(namespace, act) {
      await table.setNamespaceFreeze(namespace, act);
      const { freeze } = act;
      await noteDraft();
      const tick = moments.length - 1;
      const last = namespaceFreezes.at(-1);
      const isFrozen = last?.lifted === null && last.ends > new Date(milliseconds);
      if (isFrozen)
        namespaceFreezes.splice(-1, 1, freeze ? { ...last, ends: freeze.until } : { ...last, lifted: tick });
      else if (freeze !== null) namespaceFreezes.push({ since: tick, lifted: null, ends: freeze.until });
    },
  };

  await note(null);
  return {
    store,
    bucket,
    moments,
    visible,
    torn,
    thawed,
    namespaceFreezes,
    now,
    pass(time) {
      milliseconds += time;
    },
    tick: () => moments.length - 1,
    async edit(path, content) {
      const key = keyPrefix(PIPELINE) + path;
      if (content === null) bucket.delete(key);
      else bucket.put(key, content);
      await noteDraft();
    },
    noteDraft,
  };
}

export function contentOf(moment: Moment): string {
  return fingerprintOf(moment.draft);
}
