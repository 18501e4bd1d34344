// Whether a path and the files of a draft fit into one file system: S3 takes `tests` beside `tests/a.sql`, others do not.
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { foldersOf } from '../../domain/file-path.ts';
import { isPlaceholder } from '../../domain/pipeline.ts';
import { decodeKey } from '../../s3-key.ts';
import { reporting } from '../aws-failure.ts';
import { headObject } from './head-object.ts';
import type { Place } from './list-draft.ts';

/** One list and a HEAD per folder, all at once. */
export async function findEntangled(place: Place, path: string): Promise<string | null> {
  const { client, bucket, prefix } = place;
  const folders = foldersOf(path);
  const heads = folders.map((folder) => headObject(client, { Bucket: bucket, Key: prefix + folder }));
  const [below, ...found] = await Promise.all([firstBelow(client, bucket, `${prefix}${path}/`), ...heads]);
  const folder = folders.find((_, index) => found[index] !== null);
  return folder ?? below?.slice(prefix.length) ?? null;
}

/** The empty objects that consoles make for folders are no files. */
async function firstBelow(client: S3Client, Bucket: string, Prefix: string): Promise<string | undefined> {
  const command = new ListObjectsV2Command({ Bucket, Prefix, EncodingType: 'url' });
  const { Contents = [], EncodingType } = await reporting('S3', () => client.send(command));
  const keys = Contents.map(({ Key = '' }) => (EncodingType === 'url' ? decodeKey(Key) : Key));
  return keys.find((key) => !isPlaceholder(key));
}
