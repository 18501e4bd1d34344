// File names that people do use: each is pinned under its exact key, read back by its pin, and seen by the flag.
import { describe, expect, test } from 'vitest';
import { keyPrefix } from '../../functions/domain/pipeline.ts';
import { flagBecomes, flagOf, observed } from '../support/flag.ts';
import { isRefused } from '../support/refused-paths.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

const ALL_PATHS = [
  'two words.sql',
  ' leading and trailing ',
  'a+b.sql',
  '100%.sql',
  'already%20encoded%2Bhere.sql',
  `it's "quoted".sql`,
  '<a>&amp;&b.sql',
  'größe/データ/данные.sql',
  '🚀/🧪.sql',
  'e\u0301 is not \u00e9.sql',
  'a=b;c?d#e:f@g!h$i,j(k)*l~m[n]{o}|p^q`r.sql',
  'back\\slash.sql',
  'line\nbreak and\ttab.sql',
  '//double//slashes.sql',
  '.hidden/..dots../...',
  'pipeline.sql.bak',
  `${'deep/'.repeat(40)}file.sql`,
  'l'.repeat(950),
  '__proto__',
];

const PATHS = ALL_PATHS.filter((path) => !isRefused(path));

test.for(ALL_PATHS.filter((path) => isRefused(path)))('%j is refused when it is saved', async (path) => {
  await expect(drafts.saveFile(uniquePipeline(), path, 'x')).rejects.toThrow();
});

async function fetchText(url: string | undefined): Promise<string> {
  const response = await fetch(url ?? '');
  return response.ok ? response.text() : `${response.status} ${await response.text()}`;
}

test('each file is pinned under its exact key, and its presigned URL reads the pinned bytes after every later save', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  const pins = new Map<string, string>();
  for (const path of PATHS) pins.set(path, await drafts.saveFile(pipeline, path, `first ${path}`));

  const { body: version } = await api.ok('publishVersion', { params: pipeline, body: { message: 'Odd' } });
  for (const path of PATHS) await drafts.saveFile(pipeline, path, 'second');
  const { body: manifest } = await api.ok('getPublished', { params: pipeline, query: { presign: true } });

  const pinned = Object.entries(version.published_versions);
  const expected = PATHS.map((path) => [keyPrefix(pipeline) + path, pins.get(path)]);
  expect(pinned).toHaveLength(PATHS.length + 1);
  expect(pinned).toEqual(expect.arrayContaining(expected));
  for (const path of PATHS) {
    const file = manifest.files.find((candidate) => candidate.path === path);
    expect(file).toMatchObject({ key: keyPrefix(pipeline) + path, version_id: pins.get(path) });
    expect(await fetchText(file?.url)).toBe(`first ${path}`);
  }
});

// Side by side, since MinIO posts its events every 3 s.
describe('the events of an oddly named file turn the flag:', () => {
  test.concurrent.for(PATHS)('%j', async (path) => {
    const pipeline = uniquePipeline();
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
    await api.ok('publishVersion', { params: pipeline, body: { message: 'Before' } });

    await drafts.saveFile(pipeline, path, 'new');
    await flagBecomes(api, pipeline, true);
    await drafts.deleteFile(pipeline, path);
    await flagBecomes(api, pipeline, false);
  });
});

test('folder placeholders are no files: they are not pinned and do not turn the flag', async () => {
  const pipeline = uniquePipeline();
  const placeholders = ['', 'tests/', 'tests/quality/', 'new folder/'];
  for (const path of placeholders) await drafts.saveFile(pipeline, path, '-');
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  const { body: version } = await api.ok('publishVersion', {
    params: pipeline,
    body: { message: 'One file' },
  });

  await drafts.saveFile(pipeline, 'another folder/', '-');
  await observed(api, pipeline, () => drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1'));

  expect(Object.keys(version.published_versions)).toEqual([`${keyPrefix(pipeline)}pipeline.sql`]);
  expect(await flagOf(api, pipeline)).toBe(false);
});

test('a neighbour whose name starts with this one’s is another pipeline in every respect', async () => {
  const orders = uniquePipeline();
  const neighbours = ['_eu', '-eu', '2'].map((end) => ({ ...orders, name: orders.name + end }));
  await drafts.saveFile(orders, 'pipeline.sql', 'SELECT 1');
  const { body: version } = await api.ok('publishVersion', { params: orders, body: { message: 'Orders' } });

  for (const neighbour of neighbours) await drafts.saveFile(neighbour, 'pipeline.sql', 'SELECT 2');
  for (const neighbour of neighbours) await flagBecomes(api, neighbour, null);
  const [first = orders] = neighbours;
  await api.ok('publishVersion', { params: first, body: { message: 'Neighbour' } });
  await observed(api, orders, () => drafts.saveFile(orders, 'pipeline.sql', 'SELECT 1'));

  expect(await flagOf(api, orders)).toBe(false);
  expect(version.file_count).toBe(1);
  expect((await api.ok('getPipeline', { params: orders })).body.latest_version).toBe(1);
});

test('quality tests are those directly under tests/quality, sorted, and a Python source wins over SQL', async () => {
  const pipeline = uniquePipeline();
  const paths = [
    'tests/quality/z.sql',
    'tests/quality/B.sql',
    'tests/quality/a b.sql',
    'tests/quality/deep/er.sql',
    'tests/quality/readme.md',
    'sub/config.yaml',
    'pipeline.sql',
    'pipeline.py',
  ];
  await drafts.saveFiles(pipeline, Object.fromEntries(paths.map((path) => [path, path])));

  await api.ok('publishVersion', { params: pipeline, body: { message: 'Both' } });

  const { body } = await api.ok('getPublished', { params: pipeline });
  expect(body.source.path).toBe('pipeline.py');
  expect(body.config).toBeNull();
  expect(body.quality_tests.map(({ path }) => path)).toEqual([
    'tests/quality/B.sql',
    'tests/quality/a b.sql',
    'tests/quality/z.sql',
  ]);
  expect(body.files).toHaveLength(paths.length);
});
