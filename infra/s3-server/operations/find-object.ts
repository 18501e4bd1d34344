// Finds the version that a request reads, with S3's particular errors where there is none.
import { invalidArgument, noSuchKey, noSuchVersion, S3Error } from '../errors.ts';
import { lastModifiedHeader } from '../http/object-headers.ts';
import type { BucketRecord, DeleteMarker, ObjectVersion } from '../records.ts';
import { getBucket } from '../store/buckets.ts';
import { findVersion, newestVersion, type Place } from '../store/history.ts';
import type { Store } from '../store/store.ts';
import { isVersionId } from '../store/version-id.ts';

/** Of a `versionId` parameter: undefined where there is none. */
export function checkVersionId(versionId: string | undefined, parameter = 'versionId'): string | undefined {
  if (versionId === undefined || isVersionId(versionId)) return versionId;
  const message = versionId === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified';
  throw invalidArgument(message, parameter, versionId);
}

const markerHeaders = (marker: DeleteMarker): Record<string, string> => ({
  'x-amz-delete-marker': 'true',
  'x-amz-version-id': marker.versionId,
});

async function findCurrent(store: Store, place: Place): Promise<ObjectVersion> {
  const newest = await newestVersion(store.levels, place);
  if (newest?.kind === 'object') return newest;
  throw noSuchKey(place.key, newest && markerHeaders(newest));
}

async function findExact(store: Store, place: Place, versionId: string): Promise<ObjectVersion> {
  const version = await findVersion(store.levels, place, versionId);
  if (version?.kind === 'object') return version;
  if (!version) throw noSuchVersion(place.key, versionId);
  throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    details: { Method: 'GET', ResourceType: 'DeleteMarker' },
    headers: { ...markerHeaders(version), ...lastModifiedHeader(version), allow: 'DELETE' },
  });
}

export interface FoundObject {
  readonly bucket: BucketRecord;
  readonly version: ObjectVersion;
}

export async function findObject(
  store: Store,
  place: Place,
  versionId: string | undefined,
): Promise<FoundObject> {
  const bucket = await getBucket(store.levels, place.bucket);
  const version = await (versionId === undefined
    ? findCurrent(store, place)
    : findExact(store, place, versionId));
  return { bucket, version };
}

/** For a body that is gone although its record still exists. */
function lostBody(error: unknown, version: ObjectVersion): unknown {
  return new Error(`The body ${version.bodyId} is missing`, { cause: error });
}

/**
 * Uses the body of the version. If the version is replaced just then, which removes the body, it finds the version
 * again: the reader gets the old object or the new one.
 */
export async function withBody<T>(
  find: () => Promise<FoundObject>,
  use: (found: FoundObject) => Promise<T>,
): Promise<T> {
  let found = await find();
  for (;;) {
    try {
      return await use(found);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      const again = await find();
      if (again.version.bodyId === found.version.bodyId) throw lostBody(error, found.version);
      found = again;
    }
  }
}
