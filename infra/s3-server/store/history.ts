// The versions of one key: looking them up, adding and removing them. The changes are part of a mutation,
// which keeps `current` and `nullVersions` in step with `versions`.

import type { VersionRecord } from '../records.ts';
import { after, encodeKey, encodeVersion } from './key-codec.ts';
import type { Levels } from './levels.ts';
import type { Mutation } from './mutations.ts';
import { NULL_VERSION, sequenceOf } from './version-id.ts';

/** Where an object lives. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** The newest versions of a key, newest first. */
const newest = ({ versions }: Levels, { bucket, key }: Place, limit: number): Promise<VersionRecord[]> => {
  const start = encodeKey(bucket, key);
  return versions.values({ gte: start, lt: after(start), limit }).all();
};

export async function newestVersion(levels: Levels, place: Place): Promise<VersionRecord | undefined> {
  const current = await levels.current.get(encodeKey(place.bucket, place.key));
  return current ?? (await newest(levels, place, 1))[0];
}

/** Undefined where the key has no such version, or has it no more. */
export async function findVersion(
  levels: Levels,
  { bucket, key }: Place,
  versionId: string,
): Promise<VersionRecord | undefined> {
  const sequence =
    versionId === NULL_VERSION
      ? await levels.nullVersions.get(encodeKey(bucket, key))
      : sequenceOf(versionId);
  if (sequence === undefined) return undefined;
  const found = await levels.versions.get(encodeVersion(bucket, key, sequence));
  return found?.versionId === versionId ? found : undefined;
}

function setCurrent(
  mutation: Mutation,
  levels: Levels,
  place: Place,
  version: VersionRecord | undefined,
): void {
  const key = encodeKey(place.bucket, place.key);
  if (version?.kind === 'object') mutation.put(levels.current, key, version);
  else mutation.del(levels.current, key);
}

/** The version becomes the newest, unless there is a newer one. A `null` version replaces the one before it. */
export async function addVersion(
  mutation: Mutation,
  levels: Levels,
  place: Place,
  version: VersionRecord,
): Promise<void> {
  if (version.versionId === NULL_VERSION) {
    const replaced = await findVersion(levels, place, NULL_VERSION);
    if (replaced) dropVersion(mutation, levels, place, replaced);
    mutation.put(levels.nullVersions, encodeKey(place.bucket, place.key), version.sequence);
  }
  mutation.put(levels.versions, encodeVersion(place.bucket, place.key, version.sequence), version);
  const [newer] = version.sequence === mutation.sequence ? [] : await newest(levels, place, 1);
  if (newer && newer.sequence > version.sequence) return;
  setCurrent(mutation, levels, place, version);
}

function dropVersion(mutation: Mutation, levels: Levels, place: Place, version: VersionRecord): void {
  mutation.del(levels.versions, encodeVersion(place.bucket, place.key, version.sequence));
  if (version.versionId === NULL_VERSION)
    mutation.del(levels.nullVersions, encodeKey(place.bucket, place.key));
  if (version.kind === 'object') mutation.discard(version.bodyId);
}

/** If the version was the newest, the one before it is current again. */
export async function removeVersion(
  mutation: Mutation,
  levels: Levels,
  place: Place,
  version: VersionRecord,
): Promise<void> {
  const [first, second] = await newest(levels, place, 2);
  dropVersion(mutation, levels, place, version);
  if (first?.sequence === version.sequence) setCurrent(mutation, levels, place, second);
}
