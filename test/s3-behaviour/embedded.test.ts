// The embedded S3 does what AWS says, case by case, but for the differences that a case gives a reason for.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startIn } from '../infra/s3-server/start-server.ts';
import { cases } from './all-cases.ts';
import { renderTable, TABLE_FILE } from './render-table.ts';
import { runCases } from './run-cases.ts';
import { VERSIONS } from './servers.ts';

describe('the embedded S3', () => {
  let outcomes: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 's3-behaviour-'));
    const server = await startIn(dataDir);
    outcomes = await runCases(cases, server.url);
    await server.close();
    await rm(dataDir, { recursive: true });
  }, 120_000);

  test.each(cases)('$rule', ({ rule, expected, embedded }) => {
    expect(outcomes.get(rule)).toBe(embedded?.outcome ?? expected);
  });
});

describe('the cases', () => {
  test('have a rule of their own each', () => {
    expect(new Set(cases.map(({ rule }) => rule)).size).toBe(cases.length);
  });

  test('record only differences that are some', () => {
    const idle = cases.filter(({ expected, embedded, minio, localstack }) =>
      [embedded, minio, localstack].some((difference) => difference?.outcome === expected),
    );

    expect(idle.map(({ rule }) => rule)).toEqual([]);
  });

  test('are written down in the document as they are: node test/s3-behaviour/table.ts', async () => {
    expect(await readFile(TABLE_FILE, 'utf8')).toBe(renderTable());
  });

  test.each(Object.entries(VERSIONS))(
    'were recorded with the %s that is installed',
    async (name, version) => {
      const source = join(import.meta.dirname, `../../infra/local/servers/${name}.ts`);

      expect(await readFile(source, 'utf8')).toContain(version);
    },
  );
});
