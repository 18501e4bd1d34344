// A service that means harm: what it answers becomes no path, no request, no text and no loop that it should not.
import { readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assertTrusted } from '../../cli/pull/trusted-links.ts';
import type { File } from '../../client/types.ts';
import { manifest as sample, samples } from '../client/support/samples.ts';
import { tinyServer } from '../client/support/tiny-server.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { createCli } from './support/run-cli.ts';
import { shown } from './support/shown.ts';
import { type Meddling, tinyService } from './support/tiny-service.ts';

const NAME = 'tests/silver/orders';
const SQL = { 'pipeline.sql': 'SELECT 1' };

async function pullFrom(contents: Readonly<Record<string, string>>, meddling: Meddling, ...flags: string[]) {
  const root = await newDir();
  const out = join(root, 'a/b/out');
  const { url } = await tinyService(contents, meddling);
  const ended = await createCli(url).run('pull', NAME, '--out', out, ...flags);
  return { ...ended, root, out };
}

test('a version number that is a path makes no directory', async () => {
  const { code, stderr, root } = await pullFrom(SQL, {
    manifest: (honest) => ({ ...honest, version_number: '/../../../x' }),
  });

  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: expect.stringContaining('not as this service does (version_number)'),
  });
  expect(await readdir(root)).toEqual([]);
});

test.each([
  ['log', { versions: [], total: 1, next_cursor: 'again' }, ['log', NAME]],
  ['list', { pipelines: [], next_cursor: 'again' }, ['list']],
])('%s ends when pages lead back to each other', async (_name, body, args) => {
  const { url, received } = await tinyServer({ status: 200, body });

  const { code, stderr } = await createCli(url).run(...args);

  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('next_cursor') });
  expect(received).toHaveLength(2);
});

test('an ETag that no header can carry is refused before anything is pushed', async () => {
  const root = await newDir();
  await writeFile(join(root, 'pipeline.sql'), 'SELECT 2');
  const draft = {
    ...samples.getDraft,
    files: samples.getDraft.files.map((file) => ({ ...file, etag: '\u0000' })),
  };
  const { url, received } = await tinyServer({ status: 200, body: draft });

  const { code, stderr } = await createCli(url).run('push', NAME, root);

  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: expect.stringContaining('not as this service does ('),
  });
  expect(received.map(({ method }) => method)).toEqual(['GET']);
});

test('a name that turns the direction of text is printed in an escaped form, in a manifest too', async () => {
  const { url } = await tinyService(SQL, { manifest: (honest) => ({ ...honest, bucket: '\u202elive' }) });

  const { code, stdout } = await createCli(url).run('pull', NAME, '--manifest');

  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('"bucket": "\\u202elive"') });
});

describe('a file that cannot stand below a directory', () => {
  const UNUSABLE = ['../x', 'a//b.sql', 'a\\b.sql', './c', 'tests/.GIT/config', `${'n'.repeat(256)}.sql`];
  const contents = { ...SQL, tests: 'a file', 'tests/a.sql': 'SELECT 0' };
  const meddle = (unusable: readonly string[]): Meddling => ({
    manifest: (honest) => ({
      ...honest,
      files: [...honest.files, ...unusable.map((path) => ({ ...(honest.files[0] as File), path }))],
    }),
  });

  test.each(UNUSABLE)('is named before anything is made: %s', async (path) => {
    const { code, stderr, root } = await pullFrom(SQL, meddle([path]));

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('--skip-unusable') });
    expect(await readdir(root)).toEqual([]);
  });

  test('is left out and named with --skip-unusable, and a second pull finds nothing to do', async () => {
    const root = await newDir();
    const service = await tinyService(contents, meddle(UNUSABLE));
    const pull = (...flags: string[]) =>
      createCli(service.url).run('pull', NAME, '--out', join(root, 'out'), '--skip-unusable', ...flags);

    const first = await pull();
    const second = await pull('--json');

    expect(first.stdout).toContain('now (2 files)');
    expect(first.stderr).toContain('Left out: "a\\\\b.sql", it has a backslash or a zero byte.\n');
    expect(first.stderr).toContain('Left out: tests, it is a folder of another file as well.\n');
    expect(await shown(join(root, 'out'))).toEqual({ ...SQL, 'tests/a.sql': 'SELECT 0' });
    const { changed, left } = JSON.parse(second.stdout);
    expect(changed).toBe(false);
    expect(left.map(({ path }: File) => path)).toEqual(['tests', ...UNUSABLE]);
  });
});

test('a path with a line feed is quoted, in the refusal as well', async () => {
  const path = 'a//\nerror: all is well';
  const { stderr } = await pullFrom(SQL, {
    manifest: (honest) => ({ ...honest, files: [{ ...(honest.files[0] as File), path }] }),
  });

  expect(stderr.split('\n')).toHaveLength(2);
  expect(stderr).toContain('"a//\\nerror: all is well"');
});

test('what S3 says when it refuses a link is handed on', async () => {
  const body = '<Error><Code>AccessDenied</Code><Message>Not\nyou</Message></Error>';
  const { code, stderr } = await pullFrom(SQL, { refusal: { status: 403, body } });

  expect(code).toBe(1);
  expect(stderr).toBe('error: S3 refuses to hand out pipeline.sql (AccessDenied: Not\\nyou).\n');
});

describe('a link of the manifest', () => {
  const source = { ...sample.source, key: 'tests/pipelines/silver/orders/a b+ü.sql' };
  const KEY = 'tests/pipelines/silver/orders/a%20b%2B%C3%BC.sql?versionId=v1';
  const check = (url: string, service = 'https://api.example.com', more: readonly string[] = []) => {
    const files = [url, ...more].map((link) => ({ ...source, url: link }));
    return () => assertTrusted({ ...sample, files }, service);
  };

  test.each([
    [`https://b.s3.eu-west-1.amazonaws.com/${KEY}&X-Amz-Signature=1`],
    [`https://s3.eu-west-1.amazonaws.com/b/${KEY}`],
    [`http://127.0.0.1:9000/b/${KEY}`, 'http://localhost:8080'],
    [`http://minio.internal:9000/b/${KEY}`, 'http://pipelines.internal'],
  ])('leads where the bucket is: %s', (...[url, service]) => {
    expect(check(url, service)).not.toThrow();
  });

  test.each([
    ['is not https', `http://b.s3.amazonaws.com/${KEY}`],
    ['is none of http', `ftp://b.s3.amazonaws.com/${KEY}`],
    ['leads to something else', 'https://example.com/'],
    ['leads to something else', `https://s3.amazonaws.com/other/${KEY}`],
    ['leads to something else', `https://b.s3.amazonaws.com/${KEY.replace('orders', 'others')}`],
    ['leads to something else', `https://b.s3.amazonaws.com/%E0%A4%A?versionId=v1`],
    ['leads to another version', `https://b.s3.amazonaws.com/${KEY}2`],
    ['has credentials', `https://user:password@b.s3.amazonaws.com/${KEY}`],
    ['leads to this machine', `https://127.0.0.1/b/${KEY}`],
    ['leads to this machine', `https://2130706433/b/${KEY}`],
    ['leads to this machine', `https://[::1]:2375/b/${KEY}`],
    ['leads to a link-local address', `https://169.254.169.254/b/${KEY}`],
  ])('that %s is not followed: %s', (problem, url) => {
    expect(check(url)).toThrow(problem);
  });

  test('leads to the same host as the others', () => {
    const [one, other] = ['b.s3.eu-west-1', 'b.s3.eu-west-2'].map(
      (host) => `https://${host}.amazonaws.com/${KEY}`,
    );

    expect(check(String(one), 'https://x', [String(other)])).toThrow('another host');
  });

  test('that leads elsewhere is never asked for, and DIR stays as it was', async () => {
    const { code, stderr, out } = await pullFrom(SQL, { link: (honest) => honest.replace('/b/', '/c/') });

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('leads to something else') });
    expect(await readdir(dirname(out))).toEqual(['.out.pulled']);
  });
});
