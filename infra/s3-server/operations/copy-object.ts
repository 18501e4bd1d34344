// CopyObject.
import { invalidArgument, S3Error } from '../errors.ts';
import { checkCopySource } from '../http/conditions.ts';
import { quoted, readObjectHeaders } from '../http/object-headers.ts';
import { document, fields } from '../http/xml.ts';
import type { Checksum, ObjectHeaders, ObjectVersion } from '../records.ts';
import { getBucket } from '../store/buckets.ts';
import { copyBody } from '../store/copy-body.ts';
import type { Place } from '../store/history.ts';
import type { Store } from '../store/store.ts';
import { NULL_VERSION } from '../store/version-id.ts';
import { writeVersion } from '../store/write-version.ts';
import type { Operation, S3Request } from './context.ts';
import { checkVersionId, type FoundObject, findObject, withBody } from './find-object.ts';
import { isoTime } from './list-parameters.ts';
import { readChecksumAlgorithm } from './multipart.ts';
import { readWriteConditions, versionHeader } from './put-object.ts';

const HEADER = 'x-amz-copy-source';

export interface CopySource {
  readonly place: Place;
  readonly versionId: string | undefined;
}

/** `[/]bucket/key[?versionId=…]`, URL-encoded; a `+` is a space, as S3 reads it. */
export function parseCopySource(header: string): CopySource {
  const [, path = '', versionId] = /^(.*?)(?:\?versionId=([^?]*))?$/s.exec(header) ?? [];
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    throw invalidArgument('Copy Source must be URL-encoded', HEADER, header);
  }
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded) ?? [];
  if (!bucket || !key) throw invalidArgument('Invalid copy source object key', HEADER, header);
  return { place: { bucket, key }, versionId: checkVersionId(versionId) };
}

/** The source version; one that is a delete marker is a mistake of the request, not of the method. */
export async function findSource(store: Store, request: S3Request, source: CopySource): Promise<FoundObject> {
  const found = await findObject(store, source.place, source.versionId).catch((error: unknown) => {
    if (!(error instanceof S3Error)) throw error;
    if (error.code === 'MethodNotAllowed') {
      throw new S3Error(
        'InvalidRequest',
        'The source of a copy request may not specifically refer to a delete marker by version id.',
      );
    }
    // Its headers would speak of the destination.
    throw new S3Error(error.code, error.message, { details: error.details });
  });
  checkCopySource(request.headers, found.version);
  return found;
}

function replacesMetadata({ headers }: S3Request): boolean {
  const directive = headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
  }
  return directive === 'REPLACE';
}

function checkChangesSomething(request: S3Request, { place, versionId }: CopySource, replace: boolean): void {
  const same = place.bucket === request.bucket && place.key === request.key;
  if (!same || versionId !== undefined || replace) return;
  throw new S3Error(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

function copyResult(version: ObjectVersion, checksum: Checksum | undefined): string {
  const name = checksum && `Checksum${checksum.algorithm.toUpperCase()}`;
  return document(
    'CopyObjectResult',
    fields({
      LastModified: isoTime(version.lastModified),
      ETag: quoted(version.etag),
      ...(name && { [name]: checksum.value, ChecksumType: checksum.type }),
    }),
  );
}

export const copyObject: Operation = async (store, request) => {
  const { bucket, key, origin } = request;
  const source = parseCopySource(request.headers[HEADER] ?? '');
  const replace = replacesMetadata(request);
  checkChangesSomething(request, source, replace);
  const { versioning } = await getBucket(store.levels, bucket);
  const conditions = readWriteConditions(request);
  const given: ObjectHeaders = readObjectHeaders(request);
  const algorithm = readChecksumAlgorithm(request);
  const { found, body } = await withBody(
    () => findSource(store, request, source),
    async (found) => ({ found, body: await copyBody(store.bodies, found.version, algorithm) }),
  );
  const headers = replace ? given : found.version.headers;
  const object = {
    place: { bucket, key },
    body,
    headers,
    conditions,
    eventName: 'ObjectCreated:Copy',
  } as const;
  const version = await writeVersion(store, origin, object);
  const { 'x-amz-version-id': sourceVersion } = versionHeader(found.version);
  return {
    status: 200,
    headers: {
      ...(versioning === 'Suspended' && { 'x-amz-version-id': NULL_VERSION }),
      ...versionHeader(version),
      ...(sourceVersion && { 'x-amz-copy-source-version-id': sourceVersion }),
    },
    body: copyResult(version, version.checksum),
  };
};
