// Objects in the store of an embedded S3 without requests: thousands in a second, where requests would take minutes.
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REGION } from '../../infra/local/defaults.ts';
import type { StoredBody } from '../../infra/s3-server/records.ts';
import { createBucket, setVersioning } from '../../infra/s3-server/store/buckets.ts';
import type { Place } from '../../infra/s3-server/store/history.ts';
import { openStore, type Store } from '../../infra/s3-server/store/store.ts';
import { writeVersion } from '../../infra/s3-server/store/write-version.ts';

const origin = { region: REGION, requestId: 'seed', hostId: 'seed', sourceAddress: '127.0.0.1' };

/** As a PutObject without further headers writes it; its event is in the outbox. */
export async function writeObject(store: Store, place: Place, content: string | Uint8Array): Promise<void> {
  await writeBody(store, place, await storedBody(store, Buffer.from(content)));
}

/** One more version of each key in turn, all of the same text. They share a file: no version may be deleted for good. */
export async function writeMany(
  store: Store,
  bucket: string,
  keys: Iterable<string>,
  text = 'x',
): Promise<void> {
  const body = await storedBody(store, Buffer.from(text));
  for (const key of keys) await writeBody(store, { bucket, key }, body);
}

/** A versioned bucket with `writeMany` of these keys, in a new directory. */
export async function seedStore(dataDir: string, bucket: string, keys: Iterable<string>): Promise<void> {
  const directory = join(dataDir, 's3');
  await mkdir(directory);
  const store = await openStore(directory);
  await createBucket(store, bucket);
  await setVersioning(store, bucket, 'Enabled');
  await writeMany(store, bucket, keys);
  await store.close();
}

async function writeBody(store: Store, place: Place, body: StoredBody): Promise<void> {
  const headers = { system: {}, user: {} };
  await writeVersion(store, origin, {
    ...{ place, body, headers, conditions: {}, eventName: 'ObjectCreated:Put' },
  });
}

async function storedBody(store: Store, bytes: Buffer): Promise<StoredBody> {
  const bodyId = await store.bodies.write(chunksOf(bytes));
  return { bodyId, size: bytes.length, etag: createHash('md5').update(bytes).digest('hex') };
}

async function* chunksOf(bytes: Buffer) {
  yield bytes;
}
