// Deletes an object: adds a delete marker, or removes one version, or (unversioned) removes the object.
import { preconditionFailed } from '../errors.ts';
import type { DeleteMarker, VersionRecord } from '../records.ts';
import { getBucket } from './buckets.ts';
import { eventRecord, type Origin } from './events.ts';
import { addVersion, findVersion, newestVersion, type Place, removeVersion } from './history.ts';
import type { Mutation } from './mutations.ts';
import type { Store } from './store.ts';
import { NULL_VERSION } from './version-id.ts';
import { checkConditions, newVersionId } from './write-version.ts';

export interface Deletion {
  readonly place: Place;
  readonly versionId?: string | undefined;
  /** Asked of the current version, also where another version is deleted. */
  readonly ifMatch?: string | undefined;
}

export interface Deleted {
  /** The version that was removed, or the delete marker that was made. */
  readonly version: VersionRecord | undefined;
  readonly markerMade: boolean;
}

async function checkMatch({ levels }: Store, { place, ifMatch }: Deletion): Promise<void> {
  if (ifMatch === undefined) return;
  const newest = await newestVersion(levels, place);
  if (newest?.kind === 'delete-marker') throw preconditionFailed('If-Match');
  checkConditions({ ifMatch }, place.key, newest);
}

async function removeForGood(
  { levels }: Store,
  origin: Origin,
  mutation: Mutation,
  { place, versionId }: Deletion,
): Promise<Deleted> {
  const version = await findVersion(levels, place, versionId ?? NULL_VERSION);
  if (!version) return { version: undefined, markerMade: false };
  await removeVersion(mutation, levels, place, version);
  mutation.emit(
    eventRecord(origin, { name: 'ObjectRemoved:Delete', place, version, sequence: mutation.sequence }),
  );
  return { version, markerMade: false };
}

async function putMarker(
  { levels }: Store,
  origin: Origin,
  mutation: Mutation,
  place: Place,
  versionId: string,
): Promise<Deleted> {
  const { sequence } = mutation;
  const version: DeleteMarker = { kind: 'delete-marker', sequence, versionId, lastModified: Date.now() };
  await addVersion(mutation, levels, place, version);
  mutation.emit(eventRecord(origin, { name: 'ObjectRemoved:DeleteMarkerCreated', place, version, sequence }));
  return { version, markerMade: true };
}

/** Deleting what is not there succeeds, as on AWS. */
export const deleteVersion = (store: Store, origin: Origin, deletion: Deletion): Promise<Deleted> =>
  store.mutate(async (mutation) => {
    const bucket = await getBucket(store.levels, deletion.place.bucket);
    await checkMatch(store, deletion);
    if (deletion.versionId !== undefined || bucket.versioning === 'Unversioned') {
      return removeForGood(store, origin, mutation, deletion);
    }
    return putMarker(store, origin, mutation, deletion.place, newVersionId(bucket, mutation.sequence));
  });
