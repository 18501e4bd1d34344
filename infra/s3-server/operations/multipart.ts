// Multipart uploads: create, upload a part, list parts and uploads, abort. Completing is in complete-upload.ts.
import { S3Error } from '../errors.ts';
import { checksumHeaders, quoted, readObjectHeaders } from '../http/object-headers.ts';
import { partNumberOf } from '../http/part-ranges.ts';
import { queryNumber, queryValue } from '../http/request.ts';
import { document, element, fields } from '../http/xml.ts';
import { type ChecksumAlgorithm, isChecksumAlgorithm } from '../payload/checksums.ts';
import type { StoredBody } from '../records.ts';
import { getBucket } from '../store/buckets.ts';
import { after, encodePrefix } from '../store/key-codec.ts';
import type { Store } from '../store/store.ts';
import type { ChecksumPlan } from '../store/upload-records.ts';
import { createUpload, endUpload, getParts, getUpload, putPart } from '../store/uploads.ts';
import type { Operation, S3Request } from './context.ts';
import { isoTime, OWNER } from './list-parameters.ts';
import { storeBody } from './put-object.ts';

const MAX_LISTED = 1000;
/** Checksums that can only be made of the parts' checksums, or only of the whole, unless the client says. */
const defaultType = (algorithm: ChecksumAlgorithm): ChecksumPlan['type'] =>
  algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';

/** For an object that is made from stored data, so that the client sends no checksum. */
export function readChecksumAlgorithm({ headers }: S3Request): ChecksumAlgorithm | undefined {
  const algorithm = headers['x-amz-checksum-algorithm']?.toLowerCase();
  if (algorithm === undefined || isChecksumAlgorithm(algorithm)) return algorithm;
  throw new S3Error('NotImplemented', `The checksum algorithm ${algorithm} is not implemented`);
}

function readChecksumPlan(request: S3Request): ChecksumPlan | undefined {
  const algorithm = readChecksumAlgorithm(request);
  if (algorithm === undefined) return undefined;
  const { headers } = request;
  const type = headers['x-amz-checksum-type'] === 'FULL_OBJECT' ? 'FULL_OBJECT' : defaultType(algorithm);
  return { algorithm, type };
}

export const uploadIdOf = (request: S3Request): string => queryValue(request, 'uploadId') ?? '';

export const createMultipartUpload: Operation = async (store, request) => {
  const { bucket, key } = request;
  const plan = readChecksumPlan(request);
  const { uploadId } = await createUpload(store, { bucket, key }, readObjectHeaders(request), plan);
  const body = document(
    'InitiateMultipartUploadResult',
    fields({ Bucket: bucket, Key: key, UploadId: uploadId }),
  );
  const headers = plan && {
    'x-amz-checksum-algorithm': plan.algorithm.toUpperCase(),
    'x-amz-checksum-type': plan.type,
  };
  return { status: 200, ...(headers && { headers }), body };
};

/** Stores a part of an existing upload. If the upload has ended meanwhile, the part is removed again. */
export async function storePart(
  store: Store,
  request: S3Request,
  makeBody: () => Promise<StoredBody>,
): Promise<{ readonly body: StoredBody; readonly uploadedAt: number }> {
  const [partNumber, uploadId] = [partNumberOf(request), uploadIdOf(request)];
  await getUpload(store.levels, request, uploadId);
  const body = await makeBody();
  const uploadedAt = Date.now();
  try {
    await putPart(store, request, uploadId, { ...body, partNumber, uploadedAt });
  } catch (error) {
    if (error instanceof S3Error) await store.bodies.remove([body.bodyId]);
    throw error;
  }
  return { body, uploadedAt };
}

export const uploadPart: Operation = async (store, request) => {
  const { body } = await storePart(store, request, () => storeBody(store.bodies, request.payload()));
  const { 'x-amz-checksum-type': _, ...checksum } = checksumHeaders(body);
  return { status: 200, headers: { etag: quoted(body.etag), ...checksum } };
};

export const abortMultipartUpload: Operation = async ({ levels, mutate }, request) => {
  await mutate((mutation) => endUpload(levels, mutation, request, uploadIdOf(request)));
  return { status: 204 };
};

export const listParts: Operation = async ({ levels }, request) => {
  const upload = await getUpload(levels, request, uploadIdOf(request));
  const marker = queryNumber(request, 'part-number-marker', 0);
  const limit = Math.min(queryNumber(request, 'max-parts', MAX_LISTED), MAX_LISTED);
  const rest = (await getParts(levels, upload.uploadId)).filter(({ partNumber }) => partNumber > marker);
  const parts = rest.slice(0, limit);
  const body = document('ListPartsResult', [
    ...fields({ Bucket: request.bucket, Key: request.key, UploadId: upload.uploadId }),
    element('Initiator', fields({ ...OWNER })),
    element('Owner', fields({ ...OWNER })),
    ...fields({
      StorageClass: 'STANDARD',
      PartNumberMarker: marker,
      NextPartNumberMarker: parts.at(-1)?.partNumber ?? 0,
      MaxParts: limit,
      IsTruncated: rest.length > parts.length,
    }),
    ...parts.map(({ partNumber, uploadedAt, etag, size }) =>
      element(
        'Part',
        fields({ PartNumber: partNumber, LastModified: isoTime(uploadedAt), ETag: quoted(etag), Size: size }),
      ),
    ),
  ]);
  return { status: 200, body };
};

/** Lists one page. A local store with more than 1,000 unfinished uploads gets an error. */
export const listMultipartUploads: Operation = async ({ levels }, request) => {
  await getBucket(levels, request.bucket);
  const prefix = queryValue(request, 'prefix') ?? '';
  for (const name of ['delimiter', 'key-marker', 'upload-id-marker', 'encoding-type']) {
    if (queryValue(request, name))
      throw new S3Error('NotImplemented', `ListMultipartUploads with ${name} is not implemented`);
  }
  const start = encodePrefix(request.bucket, prefix);
  const uploads = await levels.uploads.values({ gte: start, lt: after(start), limit: MAX_LISTED + 1 }).all();
  if (uploads.length > MAX_LISTED)
    throw new S3Error('NotImplemented', 'Paging of ListMultipartUploads is not implemented');
  const body = document('ListMultipartUploadsResult', [
    ...fields({
      Bucket: request.bucket,
      KeyMarker: '',
      UploadIdMarker: '',
      Prefix: prefix,
      MaxUploads: MAX_LISTED,
      IsTruncated: false,
    }),
    ...uploads.map(({ key, uploadId, initiatedAt }) =>
      element('Upload', [
        ...fields({ Key: key, UploadId: uploadId }),
        element('Initiator', fields({ ...OWNER })),
        element('Owner', fields({ ...OWNER })),
        ...fields({ StorageClass: 'STANDARD', Initiated: isoTime(initiatedAt) }),
      ]),
    ),
  ]);
  return { status: 200, body };
};
