// Files of the draft and of versions over HTTP: read, saved and deleted, by one editor or by several at once.
import { createHash } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { displayName, keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import type { Success } from '../support/api.ts';
import { flagBecomes } from '../support/flag.ts';
import { isRefused } from '../support/refused-paths.ts';
import { s3Server, serverSet } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, apiUrl, bucket, drafts, s3 } = await useServers();

const SOURCE = 'pipeline.sql';
const md5 = (bytes: string | Uint8Array) => createHash('md5').update(bytes).digest('hex');
const fileOf = (pipeline: Pipeline, path = SOURCE) => ({ ...pipeline, path });

type Body = string | Uint8Array;
type Headers = Readonly<Record<string, string>>;

const put = (pipeline: Pipeline, body: Body, headers: Headers = {}, path = SOURCE) =>
  api.ok('putFile', { params: fileOf(pipeline, path), body, headers });
const tryToPut = (pipeline: Pipeline, body: Body, headers: Headers) =>
  api.send('putFile', { params: fileOf(pipeline), body, headers });
const get = (pipeline: Pipeline, path = SOURCE, query: Readonly<Record<string, number>> = {}) =>
  api.ok('getFile', { params: fileOf(pipeline, path), query });
const publish = (params: Pipeline) => api.ok('publishVersion', { params, body: { message: 'A version' } });

test('the first file makes the pipeline, and the flag follows every further save and delete', async () => {
  const pipeline = uniquePipeline();

  const { body: saved } = await put(pipeline, 'SELECT 1');
  const { body: found } = await api.ok('getPipeline', { params: pipeline });
  await publish(pipeline);
  await put(pipeline, 'SELECT 2');
  await flagBecomes(api, pipeline, true);
  await put(pipeline, 'SELECT 1');
  await flagBecomes(api, pipeline, false);
  await api.ok('deleteFile', { params: fileOf(pipeline) });
  await flagBecomes(api, pipeline, true);

  expect(saved).toEqual({ path: SOURCE, version_id: expect.any(String), etag: md5('SELECT 1'), size: 8 });
  expect(found).toMatchObject({ draft_dirty: null, type: 'sql', draft: { file_count: 1 } });
});

test.for([
  ['no bytes', new Uint8Array()],
  ['bytes that are no text', Buffer.from([0, 0xff, 0xfe, 0x80, 13, 10, 0xed, 0xa0, 0x80])],
  ['a byte order mark and odd ends of lines', '\ufeffa\r\nb\u2028'],
  ['JSON that is no request', '{"message": 1}'],
  ['1 MB', Buffer.alloc(1024 * 1024, 'ab')],
] as [string, Body][])('%s come back as they were saved', async ([, body]) => {
  const pipeline = uniquePipeline();

  const saved = await put(pipeline, body);
  const read = await get(pipeline);

  expect(read.bytes.equals(Buffer.from(body))).toBe(true);
  const { version_id = '', etag, size } = saved.body;
  expect({ etag, size }).toEqual({ etag: md5(body), size: Buffer.from(body).length });
  expect(read.headers).toMatchObject({
    etag: `"${etag}"`,
    'x-version-id': version_id,
    'content-length': String(size),
  });
  expect(saved.headers).toMatchObject({ etag: `"${etag}"`, 'x-version-id': version_id });
});

const PATHS = [
  'tests/quality/order id is unique.sql',
  'a+b.sql',
  '100%.sql',
  'already%20encoded%2Bhere%41.sql',
  `it's "quoted" <a>&amp;.sql`,
  'größe/データ/🚀.sql',
  'e\u0301 is not \u00e9.sql',
  'a=b;c?d#e:f@g!h$i,j(k)*l~m[n]{o}|p^q`r',
  '...',
  '__proto__',
  `${'deep/'.repeat(100)}file.sql`,
  'l'.repeat(512),
];

test.for(PATHS.filter((path) => !isRefused(path)))(
  '%j is saved, read and deleted under its exact key',
  async (path) => {
    const pipeline = uniquePipeline();

    const { body } = await put(pipeline, path, {}, path);
    const stored = await drafts.readFile(pipeline, path, body.version_id ?? '');
    const { text } = await get(pipeline, path);
    await api.ok('deleteFile', { params: fileOf(pipeline, path) });

    expect([body.path, stored, text]).toEqual([path, path, path]);
    expect((await api.refused('getFile', { params: fileOf(pipeline, path) })).error.code).toBe(
      'FILE_NOT_FOUND',
    );
  },
);

describe('a path is refused', () => {
  test.for([
    ['..', /segments \. and \.\./],
    ['a/%2e%2E/b.sql', /segments \. and \.\./],
    ['a/./b.sql', /segments \. and \.\./],
    ['%2Fa.sql', /before, between and after its slashes/],
    ['a%2F%2Fb.sql', /before, between and after its slashes/],
    ['folder%2F', /before, between and after its slashes/],
    ['a%5Cb.sql', /backslashes/],
    ['a%00b', /control characters/],
    ['a%0Ab', /control characters/],
    ['%', /percent-encoded/],
    ['%zz', /percent-encoded/],
    ['%c3%28', /percent-encoded/],
    ['%ed%a0%80', /percent-encoded/],
    ['x'.repeat(513), /at most 512 bytes/],
    ['%C3%A4'.repeat(257), /at most 512 bytes/],
  ] as [string, RegExp][])('%s', async ([sent, problem]) => {
    const { namespace, layer, name } = uniquePipeline();
    const target = `/api/v1/pipelines/${namespace}/${layer}/${name}/files/${sent}`;

    for (const method of ['GET', 'PUT', 'DELETE']) {
      const { error } = await api.refusedRaw(method, target);
      expect(error.code).toBe('INVALID_REQUEST');
      expect(error.message).toMatch(problem);
    }
  });

  test.for(['', '/', 'a//b', 'a/'])('and is none: %j', async (sent) => {
    const { namespace, layer, name } = uniquePipeline();

    const target = `/api/v1/pipelines/${namespace}/${layer}/${name}/files/${sent}`;
    expect((await api.refusedRaw('PUT', target)).error.code).toBe('ROUTE_NOT_FOUND');
  });
});

test('a version’s file is read as it was published, and what it does not have is not looked up in the draft', async () => {
  const pipeline = uniquePipeline();
  const { body: first } = await put(pipeline, 'SELECT 1');
  await publish(pipeline);
  await put(pipeline, 'SELECT 2');
  await put(pipeline, 'new', {}, 'new.sql');

  const pinned = await get(pipeline, SOURCE, { version: 1 });
  const { error } = await api.refused('getFile', {
    params: fileOf(pipeline, 'new.sql'),
    query: { version: 1 },
  });

  expect(pinned.text).toBe('SELECT 1');
  expect(pinned.headers).toMatchObject({
    etag: `"${first.etag}"`,
    'x-version-id': first.version_id,
    'cache-control': 'private, max-age=31536000, immutable',
    vary: 'Authorization',
  });
  expect((await get(pipeline)).headers['cache-control']).toBe('no-store');
  expect(error).toMatchObject({ code: 'FILE_NOT_FOUND', details: { path: 'new.sql', version_number: 1 } });
});

test('a reader who has the file gets 304, without its bytes', async () => {
  const pipeline = uniquePipeline();
  const { headers } = await put(pipeline, 'SELECT 1');
  const known = (etag = '') =>
    api.ok('getFile', { params: fileOf(pipeline), headers: { 'If-None-Match': etag } });

  const answers = [await known(headers.etag), await known(`"x", W/${headers.etag}`), await known('"x"')];

  expect(answers.map(({ status, text }) => [status, text])).toEqual([
    [304, ''],
    [304, ''],
    [200, 'SELECT 1'],
  ]);
  expect(answers[0]?.headers).toMatchObject({ etag: headers.etag, 'x-version-id': headers['x-version-id'] });
});

test.for([
  ['pipeline.sql', 'application/sql; charset=utf-8'],
  ['pipeline.py', 'text/x-python; charset=utf-8'],
  ['config.yaml', 'text/yaml; charset=utf-8'],
  ['config.yml', 'text/yaml; charset=utf-8'],
  ['README.md', 'text/markdown; charset=utf-8'],
  ['data.json', 'application/json; charset=utf-8'],
  ['page.html', 'text/html; charset=utf-8'],
  ['logo.png', 'image/png'],
  ['LICENSE', 'application/octet-stream'],
] as const)('%s is stored and answered as %s, and is never a page', async ([path, type]) => {
  const pipeline = uniquePipeline();
  await put(pipeline, '<script>alert(1)</script>', {}, path);

  const { headers } = await get(pipeline, path);
  const stored = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: keyPrefix(pipeline) + path }));

  expect([headers['content-type'], stored.ContentType]).toEqual([type, type]);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-disposition': 'attachment',
    'content-security-policy': "sandbox; default-src 'none'",
  });
});

test('what an editor saved in the bucket, too, never comes as a page', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'page.html', '<script>alert(1)</script>');

  const { headers } = await get(pipeline, 'page.html');

  expect(headers['content-disposition']).toBe('attachment');
});

describe('conditions', () => {
  test('a file is saved only over the one that was read, and made only where none is', async () => {
    const pipeline = uniquePipeline();

    const made = await put(pipeline, '1', { 'If-None-Match': '*' });
    const changed = await put(pipeline, '2', { 'If-Match': made.headers.etag ?? '' });
    const unquoted = await put(pipeline, '3', { 'If-Match': changed.body.etag });

    expect([made, changed, unquoted].map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await get(pipeline)).text).toBe('3');
  });

  test('a writer who expects another file gets 412 with the ETag that is there', async () => {
    const pipeline = uniquePipeline();
    const { body: now } = await put(pipeline, 'now');
    const there = { path: SOURCE, etag: now.etag, version_id: now.version_id };
    const refusals: [Headers, object][] = [
      [{ 'If-Match': `"${md5('before')}"` }, { ...there, expected_etag: md5('before') }],
      [{ 'If-None-Match': '*' }, there],
    ];

    for (const [headers, details] of refusals) {
      const { error } = await api.refused('putFile', { params: fileOf(pipeline), body: 'mine', headers });
      expect(error).toMatchObject({ code: 'PRECONDITION_FAILED', details });
    }
    const headers = { 'If-Match': `"${md5('before')}"` };
    const { error } = await api.refused('deleteFile', { params: fileOf(pipeline), headers });
    expect(error).toMatchObject({ code: 'PRECONDITION_FAILED', details: there });
    expect((await get(pipeline)).text).toBe('now');
  });

  test('a writer who expects a file that is gone is refused, and the file stays gone', async () => {
    const pipeline = uniquePipeline();
    const { headers } = await put(pipeline, 'gone');
    await api.ok('deleteFile', { params: fileOf(pipeline), headers: { 'If-Match': headers.etag ?? '' } });

    const condition = { 'If-Match': headers.etag ?? '' };
    const save = await api.refused('putFile', { params: fileOf(pipeline), body: 'x', headers: condition });
    const remove = await api.refused('deleteFile', { params: fileOf(pipeline), headers: condition });

    expect(save.error).toMatchObject({
      code: 'PRECONDITION_FAILED',
      details: { etag: null, version_id: null },
    });
    expect(remove.error.code).toBe('FILE_NOT_FOUND');
    expect((await api.refused('getFile', { params: fileOf(pipeline) })).error.code).toBe('FILE_NOT_FOUND');
  });

  test.for([
    ['putFile', { 'If-Match': '*' }, 'If-Match'],
    ['putFile', { 'If-Match': 'W/"weak"' }, 'If-Match'],
    ['putFile', { 'If-Match': '"one", "two"' }, 'If-Match'],
    ['putFile', { 'If-Match': '""' }, 'If-Match'],
    ['putFile', { 'If-None-Match': '"etag"' }, 'If-None-Match'],
    ['putFile', { 'If-Match': '"etag"', 'If-None-Match': '*' }, 'If-None-Match'],
    ['deleteFile', { 'If-Match': '*' }, 'If-Match'],
  ] as const)('%s does not take %j', async ([operation, headers, field]) => {
    const pipeline = uniquePipeline();
    const { body } = await put(pipeline, 'x');

    const { error } = await api.refused(operation, { params: fileOf(pipeline), headers });

    expect(error).toMatchObject({ code: 'INVALID_REQUEST', details: { fields: [{ in: 'header', field }] } });
    expect((await get(pipeline)).headers['x-version-id']).toBe(body.version_id);
  });

  test('a condition that is sent twice is refused', async () => {
    const params = fileOf(uniquePipeline());
    const rawHeaders = ['If-Match', '"a"', 'if-match', '"b"'];

    const { error } = await api.refused('putFile', { params, body: 'x', rawHeaders });

    expect(error.message).toContain('was sent more than once');
  });

  test('of two editors who read the same file, one saves and the other gets the winner’s ETag, round after round', async () => {
    const pipeline = uniquePipeline();
    let { etag } = (await put(pipeline, 'start')).body;

    for (let round = 0; round < 10; round++) {
      const texts = [`ada ${round}`, `bob ${round}`];
      const answers = await Promise.all(
        texts.map((text) => tryToPut(pipeline, text, { 'If-Match': `"${etag}"` })),
      );

      const won = answers.flatMap((answer) => ('error' in answer ? [] : [answer.body]));
      const lost = answers.flatMap((answer) => ('error' in answer ? [answer.error] : []));
      expect(won).toHaveLength(1);
      etag = won[0]?.etag ?? '';
      expect(lost).toMatchObject([{ code: 'PRECONDITION_FAILED', details: { etag } }]);
      expect(texts.map(md5)).toContain(etag);
    }
  });

  test('of 50 who create the same file with the same bytes, exactly one gets 201', async () => {
    const pipeline = uniquePipeline();
    const make = () => tryToPut(pipeline, 'the same', { 'If-None-Match': '*' });

    const answers = await Promise.all(Array.from({ length: 50 }, make));

    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 412)]);
    const [winner] = answers.filter((answer): answer is Success<'putFile'> => !('error' in answer));
    expect((await get(pipeline)).headers['x-version-id']).toBe(winner?.body.version_id);
  });

  // MinIO and LocalStack have no conditional deletes: there, a save in the moment after the look is deleted, too.
  test.skipIf(s3Server === 'MinIO' || s3Server === 'LocalStack')(
    'of a save and a delete of the same file one happens, and the other is refused',
    async () => {
      for (let round = 0; round < 10; round++) {
        const pipeline = uniquePipeline();
        const { headers } = await put(pipeline, 'start');
        const condition = { 'If-Match': headers.etag ?? '' };

        const [save, remove] = await Promise.all([
          tryToPut(pipeline, 'saved', condition),
          api.send('deleteFile', { params: fileOf(pipeline), headers: condition }),
        ]);

        expect([save.status, remove.status].toSorted()).toEqual(
          save.status === 200 ? [200, 412] : [204, 412],
        );
        const { status } = await api.send('getFile', { params: fileOf(pipeline) });
        expect(status).toBe(save.status === 200 ? 200 : 404);
      }
    },
  );
});

test('a delete leaves old versions and versions published with them', async () => {
  const pipeline = uniquePipeline();
  await put(pipeline, 'SELECT 1');
  await publish(pipeline);

  const { status, text } = await api.ok('deleteFile', { params: fileOf(pipeline) });

  expect([status, text]).toEqual([204, '']);
  expect((await get(pipeline, SOURCE, { version: 1 })).text).toBe('SELECT 1');
});

// fetch signs nothing.
test.skipIf(serverSet === 'deployed')(
  'a body that comes in pieces, without a length, is a body',
  async () => {
    const pipeline = uniquePipeline();
    const url = `${apiUrl}/api/v1/pipelines/${displayName(pipeline)}/files/${SOURCE}`;
    const pieces = ReadableStream.from(['SELECT ', '1'].map((piece) => new TextEncoder().encode(piece)));

    const { status } = await fetch(url, { method: 'PUT', body: pieces, duplex: 'half' });

    expect([status, (await get(pipeline)).text]).toEqual([200, 'SELECT 1']);
  },
);
