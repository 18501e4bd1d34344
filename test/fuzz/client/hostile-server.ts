// The service and its bucket in the hands of somebody who means harm: each run says how it answers.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { manifest, samples } from '../../client/support/samples.ts';
import { type Json, type Mutation, mutated, mutations } from '../mutate.ts';

export const CONTENTS: Readonly<Record<string, string>> = {
  'pipeline.sql': 'SELECT 1',
  'config.yaml': 'owner: us',
  'tests/a.sql': 'SELECT 0',
};

const STATUSES = [
  200, 201, 204, 206, 301, 302, 304, 307, 400, 403, 404, 409, 412, 422, 429, 500, 503,
] as const;
const BYTES = ['honest', 'cut', 'dropped', 'twice', 'not gzip', 'gzip', 'html', 'deep'] as const;

const nothing = {
  mutations: fc.constant([]),
  status: fc.constant(null),
  bytes: fc.constant('honest' as const),
};
const status = fc.option(fc.constantFrom(...STATUSES), { nil: null });

/** What is wrong with one kind of answer: most often nothing or a few fields, so that a command gets beyond its first. */
const behaviour = fc.oneof(
  { weight: 4, arbitrary: fc.record(nothing) },
  { weight: 4, arbitrary: fc.record({ ...nothing, mutations }) },
  { weight: 1, arbitrary: fc.record({ ...nothing, mutations, status }) },
  { weight: 1, arbitrary: fc.record({ ...nothing, bytes: fc.constantFrom(...BYTES) }) },
);

export interface Behaviours {
  readonly reads: Behaviour;
  readonly edits: Behaviour;
  readonly objects: Behaviour;
}

export const behaviours: fc.Arbitrary<Behaviours> = fc.record({
  ...{ reads: behaviour, edits: behaviour, objects: behaviour },
});
interface Behaviour {
  readonly mutations: readonly Mutation[];
  readonly status: number | null;
  readonly bytes: (typeof BYTES)[number];
}

export interface HostileServer {
  readonly url: string;
  behaviours: Behaviours;
  /** What was sent to it since it was last emptied. */
  readonly received: string[];
  /** Where its redirects lead, and nobody may come. */
  readonly trapped: string[];
  stop(): void;
}

export async function startHostileServer(): Promise<HostileServer> {
  const [received, trapped]: [string[], string[]] = [[], []];
  const trap = createServer((request, response) => {
    trapped.push(request.url ?? '');
    response.end();
  });
  const trapUrl = await listen(trap);
  const service = createServer(async (request, response) => {
    const { method = '', url: target = '' } = request;
    received.push(String(await buffer(request).catch(() => '')));
    const { pathname, searchParams } = new URL(target, 'http://x');
    const { reads, edits, objects } = server.behaviours;
    if (pathname.startsWith(`/${manifest.bucket}/`))
      return answerObject(response, pathname, objects, trapUrl);
    const answer = answerTo(method, pathname, searchParams.get('presign') === 'true', url);
    answerWith(response, answer, method === 'GET' ? reads : edits, trapUrl);
  });
  const url = await listen(service);
  const server: HostileServer = {
    url,
    behaviours: { reads: HONEST, edits: HONEST, objects: HONEST },
    received,
    trapped,
    stop() {
      for (const one of [service, trap]) {
        one.closeAllConnections();
        one.close();
      }
    },
  };
  return server;
}

const HONEST: Behaviour = { mutations: [], status: null, bytes: 'honest' };

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerTo(method: string, pathname: string, presign: boolean, url: string): Json {
  const files = Object.entries(CONTENTS).map(([path, body]) => {
    const key = `tests/pipelines/silver/orders/${path}`;
    const link = `${url}/${manifest.bucket}/${key}?versionId=v1`;
    return { path, key, version_id: 'v1', etag: md5(body), size: body.length, ...(presign && { url: link }) };
  });
  if (/\/(published|manifest)$/.test(pathname)) {
    const version_number = pathname.endsWith('manifest') ? null : 1;
    return { ...manifest, version_number, source: files[0] ?? null, files } as unknown as Json;
  }
  return sampleOf(method, pathname) as unknown as Json;
}

function sampleOf(method: string, asked: string): object {
  const pathname = asked.replace(/\/override$/, '');
  if (pathname.endsWith('/freeze')) return method === 'PUT' ? frozen(pathname) : {};
  if (pathname.endsWith('/feed')) return samples.getFeed;
  if (pathname.endsWith('/pipelines')) return samples.listPipelines;
  if (pathname.endsWith('/versions')) return samples.listVersions;
  if (pathname.endsWith('/draft')) return samples.getDraft;
  if (pathname.endsWith('/runs')) return samples.reportRun;
  if (pathname.endsWith('/check')) return samples.checkDraft;
  if (pathname.endsWith('/compare')) return samples.compareVersions;
  if (pathname.endsWith('/restore')) return samples.restoreDraft;
  if (pathname.includes('/files/')) return method === 'PUT' ? samples.putFile : {};
  if (/\/(publish|rollback)$/.test(pathname)) return samples.publishVersion;
  return /\/versions\/\d+$/.test(pathname) ? samples.getVersion : samples.getPipeline;
}

function frozen(pathname: string): object {
  return pathname.includes('/namespaces/') ? samples.freezeNamespace : samples.freezePipeline;
}

const REFUSAL = {
  error: { code: 'X', type: 'CONFLICT', message: 'No.', details: { keys: ['a'] }, request_id: 'r' },
};

function answerWith(response: ServerResponse, honest: Json, how: Behaviour, trap: string): void {
  const status = how.status ?? 200;
  const json = JSON.stringify(mutated(status < 400 ? honest : (REFUSAL as Json), how.mutations));
  write(response, status, json ?? '', how, trap);
}

function answerObject(response: ServerResponse, pathname: string, how: Behaviour, trap: string): void {
  const path = decodeURIComponent(pathname).replace(/^.*\/orders\//, '');
  const body = CONTENTS[path] ?? '';
  const changed = how.mutations.length === 0 ? body : JSON.stringify(mutated(body, how.mutations));
  response.setHeader('ETag', `"${md5(body)}"`);
  write(response, how.status ?? 200, changed ?? '', how, trap);
}

function write(
  response: ServerResponse,
  status: number,
  text: string,
  { bytes }: Behaviour,
  trap: string,
): void {
  if (status >= 300 && status < 400) response.setHeader('Location', `${trap}/stolen`);
  if (bytes.endsWith('gzip')) response.setHeader('Content-Encoding', 'gzip');
  const cut = text.slice(0, text.length / 2);
  const body = {
    ...{ honest: text, cut, dropped: cut, twice: text + text, html: `<html>${text}`, 'not gzip': text },
    ...{ gzip: gzipSync(text), deep: `${'['.repeat(5_000)}${']'.repeat(5_000)}` },
  }[bytes];
  response.writeHead(status);
  if (bytes !== 'dropped') return void response.end(body);
  response.write(body || ' ', () => response.destroy());
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
