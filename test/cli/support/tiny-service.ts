// A service of a test with one published version: its manifest, and the objects that its links lead to. Each answer can
// be meddled with, as by a service that means harm.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { File, RunManifest } from '../../../client/types.ts';
import { listening } from '../../client/support/listening.ts';
import { manifest as sample } from '../../client/support/samples.ts';

export interface TinyService {
  readonly url: string;
  /** As it is answered when links are not asked for. */
  readonly manifest: RunManifest;
  /** Paths and queries, in the order of the requests. */
  readonly requests: readonly string[];
}

export interface Meddling {
  readonly manifest?: (honest: RunManifest) => unknown;
  readonly link?: (honest: string) => string;
  /** Of objects. */
  readonly refusal?: { readonly status: number; readonly body: string };
}

export async function tinyService(
  contents: Readonly<Record<string, string>>,
  { manifest: meddle = (honest) => honest, link: meddleLink = (honest) => honest, refusal }: Meddling = {},
): Promise<TinyService> {
  const requests: string[] = [];
  const files = Object.entries(contents).map(([path, body]) => fileOf(path, body));
  const source = files[0] ?? sample.source;
  const manifest: RunManifest = {
    ...sample,
    source,
    files,
    fingerprint: md5(JSON.stringify(contents)).padEnd(64, '0'),
  };

  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (pathname.endsWith('/published')) {
      const linked = {
        ...manifest,
        files: files.map((file) => ({ ...file, url: meddleLink(linkTo(file)) })),
      };
      const answer = meddle(searchParams.get('presign') === 'true' ? linked : manifest);
      return response.end(JSON.stringify(answer));
    }
    if (refusal) return response.writeHead(refusal.status).end(refusal.body);
    const path = decodeURIComponent(pathname).slice(`/${sample.bucket}/${PREFIX}`.length);
    const body = contents[path];
    if (body === undefined) return response.writeHead(404).end();
    return response.setHeader('ETag', `"${md5(body)}"`).end(body);
  });
  const url = await listening(server);
  const linkTo = ({ key, version_id }: File) =>
    `${url}/${sample.bucket}/${key.split('/').map(encodeURIComponent).join('/')}?versionId=${version_id}`;
  return { url, manifest, requests };
}

const PREFIX = 'tests/pipelines/silver/orders/';

function fileOf(path: string, body: string): File {
  return { path, key: `${PREFIX}${path}`, version_id: 'v1', etag: md5(body), size: Buffer.byteLength(body) };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
