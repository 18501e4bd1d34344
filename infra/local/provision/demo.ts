// The demo pipeline of the first start: the files in demo/, put into the bucket as a user would.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';

const DIRECTORY = join(import.meta.dirname, 'demo');
const PREFIX = keyPrefix({ namespace: 'default', layer: 'silver', name: 'clean_orders' });

export async function putDemo(s3: S3Client, bucket: string): Promise<void> {
  const entries = await readdir(DIRECTORY, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  await Promise.all(paths.map((path) => put(s3, bucket, path)));
}

async function put(s3: S3Client, Bucket: string, path: string): Promise<void> {
  const key = PREFIX + relative(DIRECTORY, path).split(sep).join('/');
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: await readFile(path) }));
}
