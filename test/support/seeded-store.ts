// Files in the store of an embedded S3 before it starts: thousands in a second, where requests would take minutes.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REGION } from '../../infra/local/defaults.ts';
import { createBucket, setVersioning } from '../../infra/s3-server/store/buckets.ts';
import { openStore } from '../../infra/s3-server/store/store.ts';
import { writeVersion } from '../../infra/s3-server/store/write-version.ts';

const origin = { region: REGION, requestId: 'seed', hostId: 'seed', sourceAddress: '127.0.0.1' };
const MD5_OF_X = '9dd4e461268c8034f5c8564e155c67a6';

/** A versioned bucket with one more version of each key in turn, all of the text `x`, in a new directory. */
export async function seedStore(dataDir: string, bucket: string, keys: Iterable<string>): Promise<void> {
  const directory = join(dataDir, 's3');
  await mkdir(directory);
  const store = await openStore(directory);
  await createBucket(store, bucket);
  await setVersioning(store, bucket, 'Enabled');
  const body = { bodyId: await store.bodies.write(bytes('x')), size: 1, etag: MD5_OF_X };
  const headers = { system: {}, user: {} };
  for (const key of keys) {
    const place = { bucket, key };
    await writeVersion(store, origin, {
      ...{ place, body, headers, conditions: {}, eventName: 'ObjectCreated:Put' },
    });
  }
  await store.close();
}

async function* bytes(text: string) {
  yield Buffer.from(text);
}
