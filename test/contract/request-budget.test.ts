// How many requests each operation makes: what the service costs and how fast it can be.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { observeDrafts } from '../../functions/events/observe-drafts.ts';
import type { CandidateCheck } from '../../functions/ports/candidate-check.ts';
import { checkDraft } from '../../functions/usecases/check-draft.ts';
import { type Comparable, compareVersions } from '../../functions/usecases/compare-versions.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import { readVersionRecord } from '../../functions/usecases/find-version.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { readDraft, readDraftBesideCurrent } from '../../functions/usecases/read-draft.ts';
import { readFileHistory } from '../../functions/usecases/read-file-history.ts';
import { readNews } from '../../functions/usecases/read-news.ts';
import { readPatches } from '../../functions/usecases/read-patches.ts';
import { readPipeline, readPipelines } from '../../functions/usecases/read-pipelines.ts';
import { readPublished } from '../../functions/usecases/read-published.ts';
import { readRuns } from '../../functions/usecases/read-runs.ts';
import { readVersionRecords, readVersions } from '../../functions/usecases/read-versions.ts';
import { createRecentChecks } from '../../functions/usecases/recent-checks.ts';
import { createRecentPins } from '../../functions/usecases/recent-pins.ts';
import { reportRun } from '../../functions/usecases/report-run.ts';
import { rollbackVersion } from '../../functions/usecases/rollback-version.ts';
import { freezeNamespace, freezePipeline } from '../../functions/usecases/set-freeze.ts';
import { withFiles as withItsFiles } from '../../functions/usecases/version-files.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { type Counted, countRequests } from './counted-requests.ts';
import { newPipeline } from './samples.ts';

let backend: AwsBackend;
let counted: (action: () => Promise<unknown>) => Promise<Counted>;

beforeAll(async () => {
  backend = await startAws();
  await backend.bucket.putMany(Array.from({ length: EDITS }, (_, edit) => keyOfEdit(edit)));
  counted = countRequests([backend.s3, backend.dynamodb]);
});
afterAll(() => backend.close());

const publish = (pipeline: Pipeline, key?: string, deps: Deps = backend) =>
  publishVersion(deps, {
    pipeline,
    message: 'count me',
    createdBy: null,
    request: key === undefined ? null : { key, inputHash: key },
  });

/** Another function of the service: it has made no version, and read no file. */
const elsewhere = (): Deps => ({
  ...backend,
  recentPins: createRecentPins(),
  recentChecks: createRecentChecks(),
});

/** Files that checks do not read. */
async function withFiles(count: number): Promise<Pipeline> {
  const pipeline = newPipeline();
  const files = Array.from({ length: count - 1 }, (_, index) => `data/t${index}.csv`);
  await backend.bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, 'select 1');
  await backend.bucket.putMany(
    files.map((path) => keyPrefix(pipeline) + path),
    '',
  );
  return pipeline;
}

async function save(pipeline: Pipeline, paths: readonly string[], body = 'select 1'): Promise<void> {
  await Promise.all(paths.map((path) => backend.bucket.put(keyPrefix(pipeline) + path, body)));
}

test.each([1, 10, 999])(
  'publishing %i files takes 2 S3 requests, 1 for a text that is new, and at most 5 to DynamoDB, in 3 rounds',
  async (count) => {
    const pipeline = await withFiles(count);

    const first = await counted(() => publish(pipeline));
    await save(pipeline, ['pipeline.sql'], 'select 2');
    const second = await counted(() => publish(pipeline));
    const unchanged = await counted(() => publish(pipeline));

    const common = { ListObjectVersions: 2, GetItem: 2, UpdateItem: 1 };
    expect(first).toEqual({ requests: { ...common, GetObject: 1, PutItem: 1 }, rounds: 3 });
    expect(second).toEqual({ requests: { ...common, GetObject: 1, PutItem: 2 }, rounds: 3 });
    expect(unchanged).toEqual({ requests: { ...common, PutItem: 1 }, rounds: 3 });
  },
);

test('a publish reads each text that is new, in the same 3 rounds up to 32 of them', async () => {
  const pipeline = await withFiles(3);
  const paths = Array.from({ length: 31 }, (_, index) => `tests/quality/t${index}.sql`);
  await save(pipeline, [...paths, 'config.yaml'], 'a: 1');
  await publish(pipeline);
  await save(pipeline, paths, 'select 2');
  await save(pipeline, ['data/t0.csv'], 'x'.repeat(2_000));

  const changed = await counted(() => publish(pipeline));
  await save(pipeline, paths, 'select 2');
  const savedAgain = await counted(() => publish(pipeline));
  await save(pipeline, ['config.yaml'], 'a: 2');
  const { requests } = await counted(() => publish(pipeline, undefined, elsewhere()));

  const common = { ListObjectVersions: 2, GetItem: 2, PutItem: 2, UpdateItem: 1 };
  expect(changed).toEqual({ requests: { ...common, GetObject: 31 }, rounds: 3 });
  expect(savedAgain).toEqual({ requests: common, rounds: 3 });
  expect(requests).toEqual({ ...common, GetObject: 33, BatchGetItem: 1 });
});

test('a process that has not made the current version reads its pins if the draft differs from it', async () => {
  const pipeline = await withFiles(3);
  await publish(pipeline);
  const unchanged = await counted(() => publish(pipeline, undefined, elsewhere()));
  await save(pipeline, ['pipeline.sql'], 'select 2');

  const changed = await counted(() => publish(pipeline, undefined, elsewhere()));

  const common = { ListObjectVersions: 2, GetItem: 2, UpdateItem: 1 };
  expect(unchanged).toEqual({ requests: { ...common, PutItem: 1 }, rounds: 3 });
  expect(changed.requests).toEqual({ ...common, GetObject: 1, BatchGetItem: 1, PutItem: 2 });
});

test('on top of a version that checks found errors in, all texts are read, and none for a rollback', async () => {
  const pipeline = await withFiles(3);
  await save(pipeline, ['a.sql', 'b.sql'], '<<<<<<< mine');
  await publishVersion(backend, {
    ...{ pipeline, message: 'in spite of it', createdBy: null, request: null },
    allowFailedChecks: true,
  });
  await save(pipeline, ['a.sql', 'b.sql']);
  await publish(pipeline);

  const back = await counted(() => rollBack(pipeline));
  const { requests } = await counted(() => publish(pipeline, undefined, elsewhere()));
  const here = await counted(() => publish(pipeline));

  expect(back.requests).not.toHaveProperty('GetObject');
  expect(requests).toMatchObject({ ListObjectVersions: 2, GetObject: 3 });
  expect(here.requests).not.toHaveProperty('GetObject');
});

test('a key takes 1 DynamoDB request more when it comes, and 1 when its version is superseded', async () => {
  const pipeline = await withFiles(3);
  const change = (text: string) => save(pipeline, ['pipeline.sql'], text);
  await publish(pipeline);

  await change('select 2');
  const keyed = await counted(() => publish(pipeline, 'a'));
  await change('select 3');
  const both = await counted(() => publish(pipeline, 'b'));
  await change('select 4');
  const after = await counted(() => publish(pipeline));

  const common = { ListObjectVersions: 2, GetObject: 1, GetItem: 2 };
  expect(keyed).toEqual({ requests: { ...common, PutItem: 3, UpdateItem: 1 }, rounds: 3 });
  expect(both).toEqual({ requests: { ...common, PutItem: 3, UpdateItem: 2 }, rounds: 3 });
  expect(after).toEqual({ requests: { ...common, PutItem: 2, UpdateItem: 2 }, rounds: 3 });
});

test('a first publish of 1,500 files takes 4 lists and no head', async () => {
  const pipeline = await withFiles(1_500);

  const { requests } = await counted(() => publish(pipeline));

  expect(requests).toEqual({ ListObjectVersions: 4, GetObject: 1, GetItem: 2, PutItem: 1, UpdateItem: 1 });
});

/** To version 1. */
const rollBack = (pipeline: Pipeline) =>
  rollbackVersion(backend, { pipeline, target: 1, createdBy: null, request: null });

test('a rollback to 1,500 files takes 2 lists and no head', async () => {
  const pipeline = await withFiles(1_500);
  await publish(pipeline);

  const { requests } = await counted(() => rollBack(pipeline));

  expect(requests).toMatchObject({ ListObjectVersions: 2 });
  expect(requests).not.toHaveProperty('HeadObject');
});

test('a check of one’s own adds no request to S3 or DynamoDB, its links included', async () => {
  const asked: string[] = [];
  const candidateCheck: CandidateCheck = {
    unreachable: 'refuse',
    async ask({ pipeline, files }) {
      asked.push(...(await Promise.all(files.map((file) => backend.files.presign(pipeline, file, 60)))));
      return { isAnswered: true, valid: true, files: [], message: null };
    },
  };
  const budgetOf = async (deps: Deps) => {
    const pipeline = await withFiles(3);
    const first = await counted(() => publish(pipeline, undefined, deps));
    const back = await counted(() =>
      rollbackVersion(deps, { pipeline, target: 1, createdBy: null, request: null }),
    );
    return [first.requests, back.requests];
  };

  const without = await budgetOf(backend);

  expect(await budgetOf({ ...backend, candidateCheck })).toEqual(without);
  expect(asked).toHaveLength(6);
});

const MANY_EDITS: Pipeline = { namespace: 'default', layer: 'gold', name: 'edited_for_years' };
const MANY_EDITS_PATHS = [
  'pipeline.sql',
  ...Array.from({ length: 9 }, (_, index) => `tests/quality/t${index}.sql`),
];

/** Versions of ten files: more than two pages of them. */
const EDITS = 2_500;
const keyOfEdit = (edit: number) => keyPrefix(MANY_EDITS) + MANY_EDITS_PATHS[edit % 10];

/** Files that were saved so shortly before a list are looked at twice (see resolve-pins.ts). */
const LOOKED_AT_TWICE_MS = 3_000;

test(`publishing 10 files with ${EDITS} old versions takes 3 lists and a head per changed file`, async () => {
  await publish(MANY_EDITS);
  await save(MANY_EDITS, ['pipeline.sql', 'tests/quality/t3.sql'], '-- the last edit');
  await setTimeout(LOOKED_AT_TWICE_MS);

  const { requests } = await counted(() => publish(MANY_EDITS, undefined, elsewhere()));

  expect(requests).toEqual({
    ListObjectVersions: 1,
    ListObjectsV2: 2,
    HeadObject: 2,
    GetObject: 2,
    GetItem: 2,
    BatchGetItem: 1,
    PutItem: 2,
    UpdateItem: 1,
  });
});

test('reading a pipeline takes 1 request; what runs use takes 1 to see whether it is new, and 1 for its files', async () => {
  const pipeline = await withFiles(3);
  await publish(pipeline);
  await publish(pipeline);
  const filesOf = async (number?: number) =>
    withItsFiles(backend, pipeline, await readPublished(backend, pipeline, number));

  expect((await counted(() => readPipeline(backend, pipeline))).requests).toEqual({ GetItem: 1 });
  expect((await counted(() => readPublished(backend, pipeline))).requests).toEqual({ GetItem: 1 });
  expect((await counted(() => filesOf())).requests).toEqual({ GetItem: 1, BatchGetItem: 1 });
  expect((await counted(() => filesOf(1))).requests).toEqual({ GetItem: 1, BatchGetItem: 1 });
});

test('a superseded version takes 1 read of its record, the current one 2', async () => {
  const pipeline = await withFiles(3);
  await publish(pipeline);
  await publish(pipeline);

  const read = (number: number) => counted(() => readVersionRecord(backend, pipeline, number));

  expect((await read(1)).requests).toEqual({ GetItem: 1 });
  expect((await read(2)).requests).toEqual({ GetItem: 2 });
});

test('a page of 50 versions takes 2 requests, and 1 more for all of their files', async () => {
  const pipeline = await withFiles(3);
  for (let n = 0; n < 60; n++) {
    if (n % 2 === 0) await save(pipeline, ['pipeline.sql'], `select ${n}`);
    await publish(pipeline);
  }
  const take = async (history: { readonly versions: AsyncIterable<unknown> }) => {
    let taken = 0;
    for await (const _ of history.versions) if (++taken === 50) break;
    return taken;
  };

  const records = await counted(async () =>
    take(await readVersionRecords(backend, pipeline, { expected: 50 })),
  );
  const whole = await counted(async () => take(await readVersions(backend, pipeline, { expected: 50 })));

  expect(records).toEqual({ requests: { GetItem: 1, Query: 1 }, rounds: 2 });
  expect(whole).toEqual({ requests: { GetItem: 1, Query: 1, BatchGetItem: 1 }, rounds: 3 });
});

test('a report of a run takes 1 read and 1 write, the first of a version 1 read more, and a late one no write', async () => {
  const pipeline = await withFiles(3);
  await publish(pipeline);
  const report = (state: 'running' | 'succeeded') =>
    counted(() =>
      reportRun(backend, pipeline, { versionNumber: 1, id: 'r', state, url: null, reportedBy: null }),
    );

  const first = await report('running');
  const second = await report('succeeded');
  const late = await report('running');

  expect(first).toEqual({ requests: { BatchGetItem: 1, GetItem: 1, PutItem: 1 }, rounds: 3 });
  expect(second).toEqual({ requests: { BatchGetItem: 1, PutItem: 1 }, rounds: 2 });
  expect(late).toEqual({ requests: { BatchGetItem: 1 }, rounds: 1 });
});

test('runs take 1 request more for a version, and 1 for a page of 50', async () => {
  const pipeline = await withFiles(1);
  for (let n = 0; n < 60; n++) await publish(pipeline);
  const take = async (runs: boolean) => {
    const { versions } = await readVersionRecords(backend, pipeline, { expected: 50, runs });
    let taken = 0;
    for await (const _ of versions) if (++taken === 50) break;
  };

  const ofVersion = await counted(() => readRuns(backend, pipeline, 1));
  const without = await counted(() => take(false));
  const ofPage = await counted(() => take(true));

  expect(ofVersion).toEqual({ requests: { BatchGetItem: 1 }, rounds: 1 });
  expect(without.requests).toEqual({ GetItem: 1, Query: 1 });
  expect(ofPage.requests).toEqual({ GetItem: 1, Query: 1, BatchGetItem: 1 });
});

test('the history of a file takes 1 request for each 10,000 pins more than that of the pipeline', async () => {
  const pipeline = await withFiles(3);
  await publish(pipeline);
  for (let n = 0; n < 5; n++) {
    await save(pipeline, ['pipeline.sql'], `select ${n + 2}`);
    await publish(pipeline);
  }

  const { requests } = await counted(async () => {
    const { versions } = await readFileHistory(backend, pipeline, 'pipeline.sql', {});
    expect(await Array.fromAsync(versions)).toHaveLength(6);
  });

  expect(requests).toEqual({ GetItem: 1, Query: 1, BatchGetItem: 1 });
});

test('looking at the draft again takes 1 list, 1 read and 1 write, and 2 lists while others look too', async () => {
  const pipeline = await withFiles(3);
  await publish(pipeline);

  const alone = await counted(() => readPipeline(backend, pipeline, true));
  const { requests } = await counted(() =>
    Promise.all(Array.from({ length: 16 }, () => readPipeline(backend, pipeline, true))),
  );

  expect(alone).toEqual({ requests: { GetItem: 1, ListObjectsV2: 1, UpdateItem: 1 }, rounds: 3 });
  expect(requests.ListObjectsV2).toBeGreaterThan(16);
  expect(requests.ListObjectsV2).toBeLessThanOrEqual(32);
});

test('checking a draft takes a read for each text that differs, in 1 round more than the draft', async () => {
  const pipeline = await withFiles(5);
  await publish(pipeline);
  await save(pipeline, ['pipeline.sql', 'tests/quality/t1.sql', 'new.py'], 'select 2');

  const checked = await counted(() => checkDraft(elsewhere(), pipeline));

  const requests = { GetItem: 1, BatchGetItem: 1, ListObjectVersions: 1, GetObject: 3 };
  expect(checked).toEqual({ requests, rounds: 3 });
});

test('the draft takes 1 list beside 1 read of the state and 1 of the files it is compared with', async () => {
  const pipeline = await withFiles(990);
  await publish(pipeline);
  await save(pipeline, ['pipeline.sql'], 'select 2');

  const first = await counted(() => readDraftBesideCurrent(elsewhere(), pipeline));

  expect(first.requests).toEqual({ ListObjectVersions: 1, GetItem: 1, BatchGetItem: 1 });
});

test(`the draft of 10 files with ${EDITS} old versions takes a head per file that is not pinned`, async () => {
  await publish(MANY_EDITS);
  await save(MANY_EDITS, ['pipeline.sql'], `-- ${crypto.randomUUID()}`);

  const { requests } = await counted(() => readDraft(elsewhere(), MANY_EDITS));

  expect(requests).toEqual({
    ListObjectVersions: 1,
    ListObjectsV2: 1,
    HeadObject: 1,
    GetItem: 1,
    BatchGetItem: 1,
  });
});

// LocalStack asks for a second page when the first is exactly full.
test('comparing two versions of 990 files takes no S3 request, and with the draft 1 list', async () => {
  const pipeline = await withFiles(500);
  await publish(pipeline);
  await backend.bucket.putMany(Array.from({ length: 490 }, (_, n) => `${keyPrefix(pipeline)}more/${n}.sql`));
  await publish(pipeline);
  await publish(pipeline);
  const compare = (from: Comparable, to: Comparable) =>
    counted(() => compareVersions(backend, pipeline, { from, to }));

  const read = { BatchGetItem: 1 };
  expect((await compare(2, 'current')).requests).toEqual({ ...read, GetItem: 2 });
  expect((await compare(1, 2)).requests).toEqual({ ...read, GetItem: 2 });
  expect((await compare('current', 'draft')).requests).toEqual({
    ...read,
    GetItem: 1,
    ListObjectVersions: 1,
  });
  expect((await compare(1, 'draft')).requests).toEqual({ ...read, GetItem: 2, ListObjectVersions: 1 });
});

test('a draft of 1,500 files is compared with as many lists as it has pages', async () => {
  const pipeline = await withFiles(1_500);

  const { requests } = await counted(() =>
    compareVersions(backend, pipeline, { from: 'current', to: 'draft' }),
  );

  expect(requests).toEqual({ GetItem: 1, ListObjectVersions: 2 });
});

test('patches take a read for each side of a file that differs, and none for one that is renamed', async () => {
  const pipeline = newPipeline();
  await save(pipeline, ['pipeline.sql', 'same.md']);
  await save(pipeline, ['config.yaml'], 'a: 1');
  await save(pipeline, ['old name.md'], 'renamed');
  await publish(pipeline);
  await save(pipeline, ['pipeline.sql'], 'select 2');
  await save(pipeline, ['added.md'], 'added');
  await save(pipeline, ['new name.md'], 'renamed');
  await backend.bucket.delete(`${keyPrefix(pipeline)}old name.md`);
  const { changes } = await compareVersions(backend, pipeline, { from: 'current', to: 'draft' });

  const { requests } = await counted(() => Array.fromAsync(readPatches(backend, pipeline, changes)));

  expect(changes.map(({ change }) => change).toSorted()).toEqual(['added', 'modified', 'renamed']);
  expect(requests).toEqual({ GetObject: 3 });
});

test('finding the few pipelines with unpublished changes among many takes 1 request', async () => {
  const namespace = 'searched';
  const pipelines = Array.from({ length: 60 }, () => newPipeline(namespace));
  for (const pipeline of pipelines) {
    await save(pipeline, ['pipeline.sql']);
    await publish(pipeline);
  }

  const { requests } = await counted(() => readPipelines(backend, { namespace, draftDirty: true }, 1));

  expect(requests).toEqual({ Query: 1 });
});

test('a rollback takes 1 S3 and 6 DynamoDB requests in 3 rounds', async () => {
  const pipeline = await withFiles(3);
  await publish(pipeline);
  await publish(pipeline);

  const { requests, rounds } = await counted(() => rollBack(pipeline));

  expect(requests).toEqual({ ListObjectVersions: 1, GetItem: 3, BatchGetItem: 1, PutItem: 1, UpdateItem: 1 });
  expect(rounds).toBe(3);
});

test.each([
  [3, 1],
  [1_200, 2],
])('1,000 events on a pipeline of %i files take %i list(s), 1 read and 1 write', async (count, lists) => {
  const pipeline = await withFiles(count);
  const records = Array.from({ length: 1_000 }, (_, index) => ({
    s3: { bucket: { name: backend.bucketName }, object: { key: `${keyPrefix(pipeline)}t${index}.sql` } },
  }));
  const messages = records.map((record, index) => ({
    messageId: `${index}`,
    body: JSON.stringify({ Records: [record] }),
  }));

  const { requests } = await counted(() =>
    observeDrafts(backend, backend.bucketName, { messages: messages as never, remaining: () => 30_000 }),
  );

  expect(requests).toEqual({ ListObjectsV2: lists, GetItem: 1, UpdateItem: 1 });
});

test('a freeze takes 1 read and 2 writes, and of a namespace 2 writes; another tells of the one before, too', async () => {
  const pipeline = await withFiles(3);
  await publish(pipeline);
  const freeze = { reason: 'r', frozenBy: null, until: new Date(Date.now() + 600_000) };

  const ofPipeline = await counted(() => freezePipeline(backend, pipeline, freeze));
  const again = await counted(() => freezePipeline(backend, pipeline, freeze));
  const refused = await counted(() => publish(pipeline).catch(() => undefined));
  const ofNamespace = await counted(() => freezeNamespace(backend, newPipeline().name, freeze));

  expect(ofPipeline.requests).toEqual({ GetItem: 1, UpdateItem: 2 });
  expect(again.requests).toEqual({ GetItem: 1, UpdateItem: 3 });
  expect(refused).toEqual({ requests: { GetItem: 2, ListObjectVersions: 1 }, rounds: 1 });
  expect(ofNamespace.requests).toEqual({ UpdateItem: 2 });
});

test('a page of the feed takes 1 request', async () => {
  const pipeline = await withFiles(3);
  for (let n = 0; n < 3; n++) await publish(pipeline);

  const page = await counted(() => readNews(backend, {}, 50));

  expect(page).toEqual({ requests: { Query: 1 }, rounds: 1 });
});
