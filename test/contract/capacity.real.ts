// What requests cost on the table by the number of files, in units of an on-demand table, as DynamoDB Local counts them.
import { readFileSync } from 'node:fs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDynamoVersionStore } from '../../functions/adapters/dynamodb/version-store.ts';
import { createMemoryBucket, createMemoryDraftFiles } from '../../functions/adapters/memory/draft-files.ts';
import { systemRuntime } from '../../functions/adapters/system-runtime.ts';
import { keyPrefix } from '../../functions/domain/pipeline.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import { observeDraft } from '../../functions/usecases/observe-draft.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { readPipeline } from '../../functions/usecases/read-pipelines.ts';
import { readPublished } from '../../functions/usecases/read-published.ts';
import { readVersionRecords } from '../../functions/usecases/read-versions.ts';
import { createRecentPins } from '../../functions/usecases/recent-pins.ts';
import { rollbackVersion } from '../../functions/usecases/rollback-version.ts';
import { withFiles } from '../../functions/usecases/version-files.ts';
import { provideTable } from '../../infra/local/provision/table.ts';
import { startDynamoDbLocal } from '../../infra/local/servers/dynamodb-local.ts';
import type { RunningServer } from '../../infra/local/servers/spawn-server.ts';
import { dynamodbAt } from '../support/clients.ts';
import { mulberry32 } from '../support/mulberry32.ts';
import { countUnits, type Units } from './consumed-capacity.ts';
import { newPipeline } from './samples.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const SIZES = [10, 1_000, 10_000];

/** The most units that a request may take of a pipeline with 1,000 files. */
const BUDGETS: Readonly<Record<string, Partial<Units>>> = {
  'a save (one observation)': { write: 3, read: 1 },
  '`GET P`': { write: 0, read: 1 },
  'publish of new pins': { write: 75, read: 2 },
  'publish of the pins that are current': { write: 8, read: 2 },
  rollback: { write: 8 },
  'page of 50 summaries': { write: 0, read: 8 },
  'publish that lost to 150 versions': { read: 10 },
};

let server: RunningServer;
const measured = new Map<string, Units[]>();

beforeAll(async () => {
  server = await startDynamoDbLocal();
  await provideTable(dynamodbAt(server.url), 'units');
  for (const count of SIZES) {
    for (const [request, units] of await measure(count))
      measured.set(request, [...(measured.get(request) ?? []), units]);
  }
});
afterAll(() => server.stop());

test.each(Object.entries(BUDGETS))('with 1,000 files, this keeps its budget: %s', (request, budget) => {
  const units = measured.get(request)?.[SIZES.indexOf(1_000)];

  expect(units?.write).toBeLessThanOrEqual(budget.write ?? Number.POSITIVE_INFINITY);
  expect(units?.read).toBeLessThanOrEqual(budget.read ?? Number.POSITIVE_INFINITY);
});

test('requests that touch no pins cost the same for any number of files', () => {
  const touchNoPins = ['a save (one observation)', '`GET P`', 'page of 50 summaries'];
  const differ = touchNoPins.filter((request) => new Set(measured.get(request)?.map(cell)).size > 1);

  expect(differ).toEqual([]);
});

test('docs/performance.md has these figures', () => {
  const rows = [...measured].map(([request, units]) => `| ${[request, ...units.map(cell)].join(' | ')} |`);
  const document = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');

  expect(rows.filter((row) => !document.includes(row)).join('\n')).toBe('');
});

const cell = ({ write, read }: Units) => `${write} / ${read}`;

/** Each request alone, of one pipeline with so many files. */
async function measure(count: number): Promise<readonly (readonly [string, Units])[]> {
  const desk = setUp(count);
  const { pipeline, edit, publish } = desk;
  const units = countUnits(desk.dynamodb);
  const deps = desk.deps;

  const first = await units(() => publish(deps));
  const poll = await units(() => readPipeline(deps, pipeline));
  const manifest = await units(async () => withFiles(deps, pipeline, await readPublished(deps, pipeline)));
  edit();
  const save = await units(() => observeDraft(deps, pipeline));
  const newPins = await units(() => publish(deps));
  const samePins = await units(() => publish(deps));
  edit();
  const elsewhere = await units(() => publish({ ...deps, recentPins: createRecentPins() }));
  const rollback = await units(() => desk.rollBack(deps));
  const lost = await units(() => publish(desk.losing(() => rollBackOften(desk, 150))));
  const page = await units(() => takePage(deps, desk, 50));

  return [
    ['first publish', first],
    ['publish of new pins', newPins],
    ['publish of new pins by another process', elsewhere],
    ['publish of the pins that are current', samePins],
    ['publish that lost to 150 versions', lost],
    ['rollback', rollback],
    ['a save (one observation)', save],
    ['`GET P`', poll],
    ['`GET P/published`', manifest],
    ['page of 50 summaries', page],
  ];
}

type Desk = ReturnType<typeof setUp>;

/** A pipeline with the names, ETags and version IDs of S3: random ones, of which none compresses well. */
function setUp(count: number) {
  const pipeline = newPipeline();
  const random = mulberry32(count);
  const letter = () =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._'.charAt(random() * 64);
  const bucket = createMemoryBucket(
    () => NOW,
    () => Array.from({ length: 32 }, letter).join(''),
  );
  const save = (path: string, body: string) => void bucket.put(keyPrefix(pipeline) + path, body);
  save('pipeline.sql', 'select 1');
  for (let n = 1; n < count; n++) save(`models/staging/orders_${n}.sql`, `select ${n}`);

  let edits = 0;
  const files = createMemoryDraftFiles(bucket);
  const depsOn = (dynamodb: ReturnType<typeof dynamodbAt>): Deps => ({
    versions: createDynamoVersionStore(DynamoDBDocumentClient.from(dynamodb), 'units'),
    files,
    runtime: { ...systemRuntime, now: () => NOW }, // so that no time is over
    recentPins: createRecentPins(),
  });
  const dynamodb = dynamodbAt(server.url);
  const deps = depsOn(dynamodb);
  return {
    pipeline,
    dynamodb,
    deps,
    /** The others, whose units nobody counts. */
    others: depsOn(dynamodbAt(server.url)),
    edit: () => save('pipeline.sql', `select ${++edits} as edited`),
    publish: (by: Deps) =>
      publishVersion(by, { pipeline, message: 'Count what this takes', createdBy: null, request: null }),
    rollBack: (by: Deps) => rollbackVersion(by, { pipeline, target: 1, createdBy: null, request: null }),
    /** To whom others come first once. */
    losing(others: () => Promise<unknown>): Deps {
      let came = false;
      return {
        ...deps,
        versions: {
          ...deps.versions,
          async update(...args) {
            if (!came) await others();
            came = true;
            return deps.versions.update(...args);
          },
        },
      };
    },
  };
}

async function rollBackOften({ rollBack, others }: Desk, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await rollBack(others);
}

async function takePage(deps: Deps, { pipeline }: Desk, size: number): Promise<void> {
  const { versions } = await readVersionRecords(deps, pipeline, { expected: size });
  let taken = 0;
  for await (const _ of versions) if (++taken === size) return;
}
