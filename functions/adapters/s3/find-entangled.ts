// Whether a path and the files of a draft fit into one file system: S3 takes `tests` beside `tests/a.sql`, others do not.
import pMap from 'p-map';
import { foldersOf } from '../../domain/file-path.ts';
import { headObject } from './head-object.ts';
import type { Place } from './list-draft.ts';
import { objectPages } from './list-keys.ts';
import { PARALLEL_HEADS } from './resolve-pins.ts';

/** One list and a HEAD per folder: at once, but no more than have a connection, since those that wait time out. */
export async function findEntangled({ client, bucket, prefix }: Place, path: string): Promise<string | null> {
  const folders = foldersOf(path);
  const head = (folder: string) => headObject(client, { Bucket: bucket, Key: prefix + folder });
  const heads = pMap(folders, head, { concurrency: PARALLEL_HEADS });
  const listing = objectPages(client, bucket, `${prefix}${path}/`).next();
  const [{ value: page }, found] = await Promise.all([listing, heads]);
  const folder = folders.find((_, index) => found[index] !== null);
  if (folder !== undefined) return folder;
  const below = page?.files[0];
  return below ? `${path}/${below.path}` : null;
}
