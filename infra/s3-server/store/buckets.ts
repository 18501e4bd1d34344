// Buckets and their versioning state.
import { S3Error } from '../errors.ts';
import type { BucketRecord } from '../records.ts';
import { after, encodePrefix } from './key-codec.ts';
import type { Levels } from './levels.ts';
import type { Store } from './store.ts';

export const getBucket = async ({ buckets }: Levels, name: string): Promise<BucketRecord> => {
  const bucket = await buckets.get(name);
  if (bucket) return bucket;
  throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { details: { BucketName: name } });
};

/** False where it existed already; it is then left as it is. */
export const createBucket = ({ levels, mutate }: Store, name: string): Promise<boolean> =>
  mutate(async (mutation) => {
    if (await levels.buckets.has(name)) return false;
    mutation.put(levels.buckets, name, { name, createdAt: Date.now(), versioning: 'Unversioned' });
    return true;
  });

export const setVersioning = (
  { levels, mutate }: Store,
  name: string,
  versioning: BucketRecord['versioning'],
): Promise<void> =>
  mutate(async (mutation) => {
    const bucket = await getBucket(levels, name);
    mutation.put(levels.buckets, name, { ...bucket, versioning });
  });

export const setLifecycle = (
  { levels, mutate }: Store,
  name: string,
  lifecycle: string | undefined,
): Promise<void> =>
  mutate(async (mutation) => {
    const { lifecycle: _, ...bucket } = await getBucket(levels, name);
    mutation.put(levels.buckets, name, { ...bucket, ...(lifecycle !== undefined && { lifecycle }) });
  });

async function isEmpty({ versions, uploads }: Levels, name: string): Promise<boolean> {
  const gte = encodePrefix(name, '');
  const inBucket = { gte, lt: after(gte), limit: 1 };
  const [version, upload] = await Promise.all([versions.keys(inBucket).all(), uploads.keys(inBucket).all()]);
  return version.length + upload.length === 0;
}

export const deleteBucket = ({ levels, mutate }: Store, name: string): Promise<void> =>
  mutate(async (mutation) => {
    await getBucket(levels, name);
    if (!(await isEmpty(levels, name))) {
      throw new S3Error(
        'BucketNotEmpty',
        'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
        {
          details: { BucketName: name },
        },
      );
    }
    mutation.del(levels.buckets, name);
  });
