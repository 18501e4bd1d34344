// What a server answers is checked before anybody uses it: by the schemas of the OpenAPI document, and in its size.
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { answers } from '../../client/answers.ts';
import { createClient } from '../../client/client.ts';
import { Unreachable } from '../../client/errors.ts';
import { operations } from '../../client/operations.ts';
import type { OperationId } from '../../client/request.ts';
import { listening } from './support/listening.ts';
import { manifest, pipelineList, samples, version } from './support/samples.ts';
import { refusal, type Told, tinyServer } from './support/tiny-server.ts';

const path = { namespace: 'tests', layer: 'silver', name: 'orders' } as const;

async function ask(id: OperationId, told: Told) {
  const { url } = await tinyServer(told);
  const client = createClient({ baseUrl: url, retry: { retries: 0 } });
  const ask = client[id] as (request: object) => Promise<{ readonly body: unknown }>;
  const body = operations[id].method === 'POST' ? { message: 'One', version: 1 } : undefined;
  return ask({ path: { ...path, version_number: 1, path: 'x' }, body });
}

const jsonOperations = Object.keys(samples) as (keyof typeof samples)[];

test('every operation that answers JSON has a schema and a sample', () => {
  const withJson = Object.entries(operations).flatMap(([id, { reply }]) => (reply === 'json' ? [id] : []));

  expect(Object.keys(answers).toSorted()).toEqual(withJson.toSorted());
  expect(jsonOperations.toSorted()).toEqual(withJson.toSorted());
});

describe.each(jsonOperations)('an answer to %s', (id) => {
  test('is handed on if it is as documented', async () => {
    expect((await ask(id, { status: 200, body: samples[id] })).body).toEqual(samples[id]);
  });

  test.each(Object.keys(samples[id]))('without its %s is not this service’s', async (field) => {
    const { [field]: _, ...rest } = samples[id] as Readonly<Record<string, unknown>>;

    await expect(ask(id, { status: 200, body: rest })).rejects.toThrow(
      `answered 200, but not as this service does (${field})`,
    );
  });
});

test.each([
  ['a path for a number', { ...manifest, version_number: '/../../../x' }, 'version_number'],
  ['a negative size', { ...manifest, files: [{ ...manifest.source, size: -1 }] }, 'files.0.size'],
  ['a list for an object', [manifest], '[)]'],
  ['a link that is no URL', { ...manifest, files: [{ ...manifest.source, url: '../x' }] }, 'files.0.url'],
])('%s is refused, with the name of the field', async (_, body, said) => {
  const refused = ask('getPublished', { status: 200, body });

  await expect(refused).rejects.toBeInstanceOf(Unreachable);
  await expect(refused).rejects.toThrow(new RegExp(`not as this service does.*${said}`));
});

test('fields that a newer service adds are left out, and a code that it adds is handed on', async () => {
  const { body } = await ask('getVersion', { status: 200, body: { ...version, mood: 'good' } });
  const refused = ask('getVersion', refusal(409, 'NOT_ON_FRIDAYS'));

  expect(body).toEqual(version);
  await expect(refused).rejects.toMatchObject({ name: 'ApiError', code: 'NOT_ON_FRIDAYS' });
});

test('a 304 that nobody asked for is not taken for an answer', async () => {
  await expect(ask('getVersion', { status: 304 })).rejects.toThrow('answered 304, but not as this service');
});

test('a 304 to a save is not taken for an answer', async () => {
  const { url } = await tinyServer({ status: 304 });
  const client = createClient({ baseUrl: url, retry: { retries: 0 } });

  const save = client.putFile({
    path: { ...path, path: 'x' },
    body: new Uint8Array(),
    headers: { 'If-None-Match': '*' },
  });

  await expect(save).rejects.toThrow('answered 304, but not as this service');
});

test('a refusal that is none of ours is not taken for one', async () => {
  const { body } = refusal(404, 'FILE_NOT_FOUND');
  const { error } = body as { readonly error: object };

  const withMessages = [1, '', ' \n'].map((message) => ({ error: { ...error, message } }));
  for (const wrong of [...withMessages, { error: [] }, { error: null }, []])
    await expect(ask('getVersion', { status: 404, body: wrong })).rejects.toBeInstanceOf(Unreachable);
});

test('an answer nested without end is refused', async () => {
  const deep = `{"openapi": "3.1.0", "x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

  await expect(ask('getOpenApi', { status: 200, body: deep })).rejects.toThrow('not as this service does');
});

test('an answer without end is read no further than an answer can be long', async () => {
  let sent = 0;
  const server = createServer((_, response) => {
    const more = () => {
      sent += 1;
      if (!response.destroyed) response.write(Buffer.alloc(1024 * 1024, ' '), more);
    };
    response.writeHead(200);
    more();
  });
  const client = createClient({ baseUrl: await listening(server), retry: { retries: 0 } });

  await expect(client.getHealth()).rejects.toThrow('it is too large');
  await expect(client.getFile({ path: { ...path, path: 'x' } })).rejects.toThrow('it is too large');
  expect(sent).toBeLessThan(100);
});

test.each([301, 302, 303, 307, 308])('a redirect (%i) is an error, and is not followed', async (status) => {
  const elsewhere = await tinyServer({ status: 200, body: pipelineList });
  const { url } = await tinyServer({ status, headers: { Location: `${elsewhere.url}/x` } });

  const refused = createClient({ baseUrl: url }).listPipelines();

  await expect(refused).rejects.toThrow(`redirects to ${elsewhere.url}/x; say that address instead`);
  expect(elsewhere.received).toEqual([]);
});
