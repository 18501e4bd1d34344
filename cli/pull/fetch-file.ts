// One pinned object, from S3 to disk.
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Unreachable } from '../../client/errors.ts';
import { type RetryOptions, withRetries } from '../../client/retry.ts';
import type { File } from '../../client/types.ts';
import { Failed } from '../failures.ts';
import { checkSoFar, checkWhole } from './check-object.ts';
import { bodyOf, getObject } from './get-object.ts';
import type { Links } from './links.ts';

export interface FetchDeps {
  readonly links: Links;
  readonly retry: RetryOptions;
  readonly signal: AbortSignal;
}

/** MD5 of what was written, or `gone` if the pinned version is no longer there. Throws `Failed` and `Unreachable`. */
export async function fetchFile(deps: FetchDeps, file: File, target: string): Promise<string | 'gone'> {
  // Exclusive: on a file system without case, two files of a snapshot can have one name.
  const disk = await open(target, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new Failed(`${file.path} has the name of another file of the snapshot on this file system.`);
  });
  try {
    return await fetchInto(deps, file, disk);
  } finally {
    await disk.close();
  }
}

/** Links that are refused though they are new are not the matter. */
const MAX_LINKS = 3;

async function fetchInto({ links, retry, signal }: FetchDeps, file: File, disk: FileHandle) {
  for (let used = 0; used < MAX_LINKS; used += 1) {
    const url = await links.get(file.path);
    const result = await withRetries(retry, signal, () => attempt(url, signal, file, disk));
    if (result !== 'refused') return result;
    links.refused(file.path, url);
  }
  throw new Failed(`S3 refuses to hand out ${file.path}.`);
}

/** `Unreachable` is what is tried again. A link that has expired is 403; one whose signer's session has, 400. */
async function attempt(url: string, signal: AbortSignal, file: File, disk: FileHandle) {
  const response = await getObject(url, signal);
  const { statusCode: status = 0 } = response;
  if (status === 200) return save(response, bodyOf(url, signal, response), file, disk);
  response.resume();
  if (status === 404) return 'gone';
  if (status === 400 || status === 403) return 'refused';
  const message = `${new URL(url).origin} answered ${status} for ${file.path}.`;
  throw status >= 500 || status === 429 ? new Unreachable(message) : new Failed(message);
}

async function save(
  { headers }: IncomingMessage,
  body: AsyncIterable<Buffer>,
  file: File,
  disk: FileHandle,
): Promise<string> {
  const hash = createHash('md5');
  let size = 0;
  for await (const chunk of body) {
    checkSoFar(file, size + chunk.length);
    hash.update(chunk);
    await disk.write(chunk, 0, chunk.length, size);
    size += chunk.length;
  }
  const md5 = hash.digest('hex');
  checkWhole(file, headers, size, md5);
  await disk.sync();
  return md5;
}
