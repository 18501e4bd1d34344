// The embedded table does what AWS says, case by case, but for the differences that a case gives a reason for.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { startDynamoDbServer } from '../../infra/local/embedded/dynamodb-server.ts';
import { PAGE_FILE, renderTables } from './render-page.ts';
import { cases, runCases } from './run-cases.ts';

describe('the embedded table', () => {
  let outcomes: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'dynamodb-behaviour-'));
    const server = await startDynamoDbServer({ dataDir, port: 0 });
    outcomes = await runCases(server.url);
    await server.close();
    await rm(dataDir, { recursive: true });
  });

  test.each(cases)('$rule', ({ rule, expected, embedded }) => {
    expect(outcomes.get(rule)).toBe(embedded?.outcome ?? expected);
  });
});

describe('the cases', () => {
  test('record only differences that are some', () => {
    const idle = cases.filter(({ expected, embedded, dynamodbLocal }) =>
      [embedded, dynamodbLocal].some((difference) => difference?.outcome === expected),
    );

    expect(idle.map(({ rule }) => rule)).toEqual([]);
  });

  test('are written down in the document as they are: node test/dynamodb-behaviour/page.ts', async () => {
    expect(await readFile(PAGE_FILE, 'utf8')).toBe(renderTables());
  });
});
