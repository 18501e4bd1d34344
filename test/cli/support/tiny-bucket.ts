// A stand-in for presigned URLs: objects by path, each answered as it is told; and the manifest that pins them.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { File } from '../../../client/types.ts';
import { listening } from '../../client/support/listening.ts';

export interface TinyObject {
  readonly body: string;
  /** MD5 of the body if it is left out. */
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What comes before the object itself: statuses, or `drop` in the middle of the body. */
export type Mishap = number | 'drop';

export interface TinyBucket {
  /** Pins without links. */
  readonly files: readonly File[];
  /** The same with links; links of an earlier call stay valid. */
  fetchLinks(): Promise<readonly File[]>;
  readonly linksAsked: () => number;
  readonly requests: () => number;
}

export async function tinyBucket(
  objects: Readonly<Record<string, TinyObject>>,
  mishaps: Readonly<Record<string, readonly Mishap[]>> = {},
  /** Links of so many calls have expired. */
  expired = 0,
): Promise<TinyBucket> {
  let [linksAsked, requests] = [0, 0];
  const left = new Map(Object.entries(mishaps).map(([path, list]) => [path, [...list]]));
  const server = createServer((request, response) => {
    requests += 1;
    const { searchParams: link } = new URL(request.url ?? '', 'http://x');
    if (Number(link.get('n')) <= expired) return response.writeHead(403).end();
    const path = link.get('path') ?? '';
    const { body, headers = {}, ...object } = objects[path] ?? { body: '' };
    const mishap = left.get(path)?.shift();
    if (typeof mishap === 'number') return response.writeHead(mishap).end();
    const length = Buffer.byteLength(body) + (mishap === 'drop' ? 1 : 0);
    response.writeHead(200, { ETag: `"${object.etag ?? md5(body)}"`, 'Content-Length': length, ...headers });
    response.write(body);
    return mishap === 'drop' ? response.destroy() : response.end();
  });
  const origin = await listening(server);
  const files = Object.entries(objects).map(([path, { body, etag = md5(body) }]) => {
    return { path, key: path, version_id: 'v', etag, size: Buffer.byteLength(body) };
  });
  return {
    files,
    linksAsked: () => linksAsked,
    requests: () => requests,
    async fetchLinks() {
      linksAsked += 1;
      const link = (path: string) => `${origin}/?path=${encodeURIComponent(path)}&n=${linksAsked}`;
      return files.map((file) => ({ ...file, url: link(file.path) }));
    },
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
