// Makes a new version of a key out of a stored body, for PutObject, CopyObject and a completed multipart upload.
// Conditions are checked inside the mutation, so of two racing writers one loses.

import { noSuchKey, preconditionFailed, S3Error } from '../errors.ts';
import { isTag } from '../http/conditions.ts';
import type { BucketRecord, ObjectHeaders, ObjectVersion, StoredBody, VersionRecord } from '../records.ts';
import { getBucket } from './buckets.ts';
import { type EventName, eventRecord, type Origin } from './events.ts';
import { addVersion, newestVersion, type Place } from './history.ts';
import type { Mutation } from './mutations.ts';
import type { Store } from './store.ts';
import { makeVersionId, NULL_VERSION } from './version-id.ts';

export interface WriteConditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** When a multipart upload was begun, and where in the history. */
interface Begun {
  readonly at: number;
  readonly sequence: number | undefined;
}

export interface NewObject {
  readonly place: Place;
  readonly body: StoredBody;
  readonly headers: ObjectHeaders;
  readonly conditions: WriteConditions;
  readonly eventName: EventName;
  /** Of what was not written by one request. */
  readonly begun?: Begun;
  /** Further changes for the same batch. */
  readonly alongside?: (mutation: Mutation) => Promise<void>;
}

const conflict = (condition: string, key: string): S3Error =>
  new S3Error(
    'ConditionalRequestConflict',
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
    { details: { Condition: condition, Key: key } },
  );

/**
 * A current delete marker counts as no object. Any change of the key since a multipart upload was begun conflicts with
 * the condition of its completion, even if the condition holds again.
 */
export function checkConditions(
  { ifMatch, ifNoneMatch }: WriteConditions,
  key: string,
  newest: VersionRecord | undefined,
  begun = Number.MAX_SAFE_INTEGER,
): void {
  const current = newest?.kind === 'object' ? newest : undefined;
  const changed = newest !== undefined && newest.sequence > begun;
  if (ifMatch !== undefined) {
    if (!current) throw noSuchKey(key);
    if (ifMatch.trim() !== '*' && !isTag(ifMatch, current.etag)) throw preconditionFailed('If-Match');
    if (changed) throw conflict('If-Match', key);
  }
  if (ifNoneMatch !== undefined && current) throw preconditionFailed('If-None-Match');
  if (ifNoneMatch !== undefined && changed) throw conflict('If-None-Match', key);
}

export const newVersionId = (bucket: BucketRecord, sequence: number): string =>
  bucket.versioning === 'Enabled' ? makeVersionId(sequence) : NULL_VERSION;

async function write(
  { levels }: Store,
  origin: Origin,
  { place, body, headers, conditions, eventName, begun, alongside }: NewObject,
  mutation: Mutation,
): Promise<ObjectVersion> {
  const bucket = await getBucket(levels, place.bucket);
  checkConditions(conditions, place.key, await newestVersion(levels, place), begun?.sequence);
  // The version that was begun last is current: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
  const sequence = (bucket.versioning === 'Enabled' && begun?.sequence) || mutation.sequence;
  const version: ObjectVersion = {
    kind: 'object',
    sequence,
    versionId: newVersionId(bucket, sequence),
    lastModified: begun?.at ?? Date.now(),
    ...body,
    headers,
  };
  await alongside?.(mutation);
  await addVersion(mutation, levels, place, version);
  mutation.emit(eventRecord(origin, { name: eventName, place, version, sequence: mutation.sequence }));
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
