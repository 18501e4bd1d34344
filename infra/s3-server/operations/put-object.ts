// PutObject.
import { S3Error } from '../errors.ts';
import { checksumHeaders, quoted, readObjectHeaders } from '../http/object-headers.ts';
import type { Payload } from '../payload/payload.ts';
import type { ObjectVersion, StoredBody } from '../records.ts';
import type { Bodies } from '../store/bodies.ts';
import { getBucket } from '../store/buckets.ts';
import { NULL_VERSION } from '../store/version-id.ts';
import { type WriteConditions, writeVersion } from '../store/write-version.ts';
import type { Operation, S3Request } from './context.ts';

/** Refuses the conditions that S3 gives no meaning to, as AWS does, instead of applying HTTP's rules. */
export function readWriteConditions({ headers }: Pick<S3Request, 'headers'>): WriteConditions {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  if (ifMatch !== undefined && ifNoneMatch !== undefined) throw notForWrites('If-Match,If-None-Match');
  if (ifMatch?.trim() === '*') throw notForWrites('If-Match');
  if (ifNoneMatch !== undefined && ifNoneMatch.trim() !== '*') throw notForWrites('If-None-Match');
  return { ifMatch, ifNoneMatch };
}

const notForWrites = (header: string): S3Error =>
  new S3Error('NotImplemented', 'A header you provided implies functionality that is not implemented', {
    details: { Header: header },
  });

/** Stores the whole body, or nothing if it is not what the client announced. */
export async function storeBody(bodies: Bodies, payload: Payload): Promise<StoredBody> {
  const bodyId = await bodies.write(payload.chunks);
  const { size, md5, checksum } = payload.summary();
  return { bodyId, size, etag: md5, ...(checksum && { checksum }) };
}

/** AWS names the version only while versioning is enabled. */
export const versionHeader = ({ versionId }: Pick<ObjectVersion, 'versionId'>): Record<string, string> =>
  versionId === NULL_VERSION ? {} : { 'x-amz-version-id': versionId };

export const putObject: Operation = async (store, request) => {
  const { bucket, key, origin } = request;
  const headers = readObjectHeaders(request);
  const conditions = readWriteConditions(request);
  await getBucket(store.levels, bucket);
  const body = await storeBody(store.bodies, request.payload());
  const place = { bucket, key };
  const object = { place, body, headers, conditions, eventName: 'ObjectCreated:Put' } as const;
  const version = await writeVersion(store, origin, object);
  return {
    status: 200,
    headers: { etag: quoted(version.etag), ...versionHeader(version), ...checksumHeaders(version) },
  };
};
