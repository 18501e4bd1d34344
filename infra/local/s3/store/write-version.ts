// Makes a new version of a key out of a stored body: what PutObject, CopyObject and a completed multipart
// upload have in common. Conditions are checked inside the mutation, so of two racing writers one loses.

import { noSuchKey, preconditionFailed, S3Error } from '../errors.ts';
import { type EventName, eventRecord, type Origin } from '../events.ts';
import { matchesTag } from '../http/conditions.ts';
import { getBucket } from './buckets.ts';
import { addVersion, newestVersion, type Place } from './history.ts';
import type { Mutation } from './mutations.ts';
import type { BucketRecord, ObjectHeaders, ObjectVersion, StoredBody, VersionRecord } from './records.ts';
import type { Store } from './store.ts';
import { makeVersionId, NULL_VERSION } from './version-id.ts';

export interface WriteConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

export interface NewObject {
  readonly place: Place;
  readonly body: StoredBody;
  readonly headers: ObjectHeaders;
  readonly conditions: WriteConditions;
  readonly eventName: EventName;
  /** Further changes for the same batch. */
  readonly alongside?: (mutation: Mutation) => Promise<void>;
}

/** A current delete marker counts as no object. */
export function checkConditions(
  { ifMatch, ifNoneMatch }: WriteConditions,
  key: string,
  newest: VersionRecord | undefined,
): void {
  const current = newest?.kind === 'object' ? newest : undefined;
  if (ifMatch !== undefined) {
    if (!current) throw noSuchKey(key);
    if (!matchesTag(ifMatch, current.etag)) throw preconditionFailed('If-Match');
  }
  if (ifNoneMatch !== undefined && current) throw preconditionFailed('If-None-Match');
}

export const newVersionId = (bucket: BucketRecord, sequence: number): string =>
  bucket.versioning === 'Enabled' ? makeVersionId(sequence) : NULL_VERSION;

async function write(
  { levels }: Store,
  origin: Origin,
  { place, body, headers, conditions, eventName, alongside }: NewObject,
  mutation: Mutation,
): Promise<ObjectVersion> {
  const bucket = await getBucket(levels, place.bucket);
  checkConditions(conditions, place.key, await newestVersion(levels, place));
  const { sequence } = mutation;
  const version: ObjectVersion = {
    kind: 'object',
    sequence,
    versionId: newVersionId(bucket, sequence),
    lastModified: Date.now(),
    ...body,
    headers,
  };
  await alongside?.(mutation);
  await addVersion(mutation, levels, place, version);
  mutation.emit(eventRecord(origin, { name: eventName, place, version, sequence }));
  return version;
}

/** On a failed condition the body is removed. */
export async function writeVersion(store: Store, origin: Origin, object: NewObject): Promise<ObjectVersion> {
  try {
    return await store.mutate((mutation) => write(store, origin, object, mutation));
  } catch (error) {
    // Only what is thrown before the commit is an S3Error. Whatever else fails, the next start cleans up.
    if (error instanceof S3Error) await store.bodies.remove([object.body.bodyId]);
    throw error;
  }
}
