// The demo pipeline of the first start: the files in demo/, put into the bucket as a user would.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { layout } from '../../../functions/domain/layout.ts';
import { isLayer, keyPrefix } from '../../../functions/domain/pipeline.ts';
import { matchesSource } from '../../../functions/domain/source-patterns.ts';

const DIRECTORY = join(import.meta.dirname, 'demo');
const DEMO = { namespace: 'default', layer: 'silver', name: 'clean_orders' };
const SOURCE = 'pipeline.sql';

/** Whether the demo is a pipeline where layers and sources are chosen. */
export function isDemoPipeline(): boolean {
  return isLayer(DEMO.layer) && layout().sources.some((pattern) => matchesSource(pattern, SOURCE));
}

export async function putDemo(s3: S3Client, bucket: string): Promise<void> {
  const entries = await readdir(DIRECTORY, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  await Promise.all(paths.map((path) => put(s3, bucket, path)));
}

async function put(s3: S3Client, Bucket: string, path: string): Promise<void> {
  const key = keyPrefix(DEMO) + relative(DIRECTORY, path).split(sep).join('/');
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: await readFile(path) }));
}
