// Multipart uploads in progress: each part is a body of its own until the upload is completed or aborted.
import { randomBytes } from 'node:crypto';
import { S3Error } from '../errors.ts';
import type { ObjectHeaders } from '../records.ts';
import { getBucket } from './buckets.ts';
import type { Place } from './history.ts';
import { encodeKey } from './key-codec.ts';
import type { Levels } from './levels.ts';
import type { Mutation } from './mutations.ts';
import type { Store } from './store.ts';
import type { ChecksumPlan, PartRecord, UploadRecord } from './upload-records.ts';

const uploadKey = ({ bucket, key }: Place, uploadId: string): Buffer =>
  Buffer.concat([encodeKey(bucket, key), Buffer.from(uploadId)]);

const partKey = (uploadId: string, partNumber: number): string =>
  `${uploadId}/${String(partNumber).padStart(5, '0')}`;

const partBounds = (uploadId: string) => ({ gte: `${uploadId}/`, lt: `${uploadId}0` });

export async function getUpload(levels: Levels, place: Place, uploadId: string): Promise<UploadRecord> {
  await getBucket(levels, place.bucket);
  const upload = await levels.uploads.get(uploadKey(place, uploadId));
  if (upload) return upload;
  throw new S3Error(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { details: { UploadId: uploadId } },
  );
}

/** By part number. */
export const getParts = ({ parts }: Levels, uploadId: string): Promise<PartRecord[]> =>
  parts.values(partBounds(uploadId)).all();

export const createUpload = (
  { levels, mutate }: Store,
  place: Place,
  headers: ObjectHeaders,
  checksum: ChecksumPlan | undefined,
): Promise<UploadRecord> =>
  mutate(async (mutation) => {
    await getBucket(levels, place.bucket);
    const uploadId = randomBytes(48).toString('base64url');
    const { sequence } = mutation;
    const begun = { uploadId, initiatedAt: Date.now(), sequence };
    const upload = { ...place, ...begun, headers, ...(checksum && { checksum }) };
    mutation.put(levels.uploads, uploadKey(place, uploadId), upload);
    return upload;
  });

/** A part uploaded again replaces the one before. */
export const putPart = (
  { levels, mutate }: Store,
  place: Place,
  uploadId: string,
  part: PartRecord,
): Promise<void> =>
  mutate(async (mutation) => {
    await getUpload(levels, place, uploadId);
    const key = partKey(uploadId, part.partNumber);
    const replaced = await levels.parts.get(key);
    if (replaced) mutation.discard(replaced.bodyId);
    mutation.put(levels.parts, key, part);
  });

/** Forgets the upload and removes its parts; NoSuchUpload if another request has done so. */
export async function endUpload(
  levels: Levels,
  mutation: Mutation,
  place: Place,
  uploadId: string,
): Promise<void> {
  await getUpload(levels, place, uploadId);
  mutation.del(levels.uploads, uploadKey(place, uploadId));
  for (const part of await getParts(levels, uploadId)) {
    mutation.del(levels.parts, partKey(uploadId, part.partNumber));
    mutation.discard(part.bodyId);
  }
}
