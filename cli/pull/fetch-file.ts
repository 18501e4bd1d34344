// One pinned object, from S3 to disk.
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Unreachable } from '../../client/errors.ts';
import { type RetryOptions, withRetries } from '../../client/retry.ts';
import type { File } from '../../client/types.ts';
import { Failed } from '../failures.ts';
import { quoted } from '../output/quoted.ts';
import { checkSoFar, checkWhole } from './check-object.ts';
import { bodyOf, getObject, reasonIn } from './get-object.ts';
import type { Links } from './links.ts';

export interface FetchDeps {
  readonly links: Links;
  readonly retry: RetryOptions;
  readonly signal: AbortSignal;
}

/** `gone` if the pinned version is no longer there. Throws `Failed` and `Unreachable`. */
export async function fetchFile(deps: FetchDeps, file: File, target: string): Promise<'written' | 'gone'> {
  // Exclusive: on a file system without case, two files of a snapshot can have one name.
  const disk = await open(target, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new Failed(
      `${quoted(file.path)} has the name of another file of the snapshot on this file system.`,
    );
  });
  try {
    return await fetchInto(deps, file, disk);
  } finally {
    await disk.close();
  }
}

/** If new links are refused as well, their age is not the reason. */
const MAX_LINKS = 3;

async function fetchInto({ links, retry, signal }: FetchDeps, file: File, disk: FileHandle) {
  let why = '';
  for (let used = 0; used < MAX_LINKS; used += 1) {
    const url = await links.get(file.path);
    const result = await withRetries(retry, signal, () => attempt(url, signal, file, disk));
    if (typeof result === 'string') return result;
    why = result.refused;
    links.refused(file.path, url);
  }
  throw new Failed(`S3 refuses to hand out ${quoted(file.path)}${why}.`);
}

/** Throws `Unreachable` for what is tried again. A link that has expired is 403; one whose signer's session has, 400. */
async function attempt(url: string, signal: AbortSignal, file: File, disk: FileHandle) {
  const response = await getObject(url, signal);
  const { statusCode: status = 0 } = response;
  const body = bodyOf(url, signal, response);
  if (status === 200) return save(response, body, file, disk);
  if (status === 400 || status === 403) return { refused: await reasonIn(body) };
  response.destroy();
  if (status === 404) return 'gone';
  const message = `${new URL(url).origin} answered ${status} for ${quoted(file.path)}.`;
  throw status >= 500 || status === 429 ? new Unreachable(message) : new Failed(message);
}

async function save(
  { headers }: IncomingMessage,
  body: AsyncIterable<Buffer>,
  file: File,
  disk: FileHandle,
): Promise<'written'> {
  const hash = createHash('md5');
  let size = 0;
  for await (const chunk of body) {
    checkSoFar(file, size + chunk.length);
    hash.update(chunk);
    await disk.write(chunk, 0, chunk.length, size);
    size += chunk.length;
  }
  checkWhole(file, headers, size, hash.digest('hex'));
  await disk.sync();
  return 'written';
}
