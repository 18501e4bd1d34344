// What the route table says a function may do is what it does: nothing more, and nothing that it does not need.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createS3BucketLifecycle } from '../../functions/adapters/s3/bucket-lifecycle.ts';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { requestChecks } from '../../functions/events/request-checks.ts';
import type { Needs } from '../../functions/http/route.ts';
import { routes } from '../../functions/http/routes.ts';
import { checkDraft } from '../../functions/usecases/check-draft.ts';
import { checkHealth } from '../../functions/usecases/check-health.ts';
import { compareVersions } from '../../functions/usecases/compare-versions.ts';
import { deleteFile, saveFile } from '../../functions/usecases/edit-draft.ts';
import { findLostPins } from '../../functions/usecases/find-lost-pins.ts';
import { readVersionRecord } from '../../functions/usecases/find-version.ts';
import { observeDraft } from '../../functions/usecases/observe-draft.ts';
import { pinDraft } from '../../functions/usecases/pin-draft.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { readDraft } from '../../functions/usecases/read-draft.ts';
import { readFile } from '../../functions/usecases/read-file.ts';
import { readPatches } from '../../functions/usecases/read-patches.ts';
import { readPipeline, readPipelines } from '../../functions/usecases/read-pipelines.ts';
import { readPublished } from '../../functions/usecases/read-published.ts';
import { readVersions } from '../../functions/usecases/read-versions.ts';
import { restoreDraft } from '../../functions/usecases/restore-draft.ts';
import { rollbackVersion } from '../../functions/usecases/rollback-version.ts';
import { withFiles } from '../../functions/usecases/version-files.ts';
import { CHECK_REQUESTER } from '../../infra/aws/daily-check.ts';
import { OBSERVER } from '../../infra/aws/observer.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { type Counted, countRequests } from './counted-requests.ts';
import { newPipeline } from './samples.ts';

const GRANTS: Readonly<
  Record<Needs['table'][number] | `bucket ${Needs['bucket'][number]}`, readonly string[]>
> = {
  read: ['GetItem', 'Query', 'BatchGetItem'],
  list: ['Scan'],
  observe: ['UpdateItem'],
  publish: ['UpdateItem', 'PutItem'],
  'bucket list': ['ListObjectsV2', 'ListObjectVersions', 'HeadBucket'],
  'bucket versioning': ['GetBucketVersioning'],
  'bucket lifecycle': ['GetBucketLifecycleConfiguration'],
  'bucket head': ['HeadObject'],
  'bucket read': ['GetObject'],
  'bucket read-draft': ['GetObject'],
  'bucket write': ['PutObject', 'HeadObject', 'GetBucketVersioning'],
  'bucket delete': ['DeleteObject', 'HeadObject', 'GetBucketVersioning'],
  'bucket copy': ['CopyObject', 'HeadObject', 'GetBucketVersioning'],
};

let backend: AwsBackend;
let counted: (action: () => Promise<unknown>) => Promise<Counted>;

beforeAll(async () => {
  backend = await startAws();
  counted = countRequests([backend.s3, backend.dynamodb]);
});
afterAll(() => backend.close());

const publish = (pipeline: Pipeline) =>
  publishVersion(backend, { pipeline, message: 'm', createdBy: null, request: null });

/** Each as much as its route can be made to do: pipelines that were never observed, files with many old versions. */
const operations: Readonly<Record<keyof typeof routes, (pipeline: Pipeline) => Promise<unknown>>> = {
  async publishVersion(pipeline) {
    await publish(pipeline);
    await saveOften(pipeline);
    await publish(pipeline);
  },
  async rollbackVersion(pipeline) {
    await rollbackVersion(backend, { pipeline, target: 1, createdBy: null, request: null });
  },
  listVersions: async (pipeline) =>
    Array.fromAsync((await readVersions(backend, pipeline, { expected: 50 })).versions),
  getVersion: async (pipeline) => withFiles(backend, pipeline, await readVersionRecord(backend, pipeline, 1)),
  getPipeline: (pipeline) => readPipeline(backend, pipeline, true),
  getPublished: async (pipeline) => withFiles(backend, pipeline, await readPublished(backend, pipeline, 1)),
  listPipelines: () => readPipelines(backend, {}, 50),
  getHealth: () =>
    checkHealth({ ...backend, lifecycle: createS3BucketLifecycle(backend.s3, backend.bucketName) }),
  getMe: async () => {},
  getOpenApi: async () => {},
  async getDraft(pipeline) {
    await save(pipeline, 'not pinned yet');
    await readDraft(backend, pipeline);
  },
  async compareVersions(pipeline) {
    await save(pipeline, 'not pinned yet');
    const { changes } = await compareVersions(backend, pipeline, { from: 1, to: 'draft' });
    await Array.fromAsync(readPatches(backend, pipeline, changes));
  },
  async getFile(pipeline) {
    await readFile(backend, { pipeline, path: 'pipeline.sql' }, 100);
    await readFile(backend, { pipeline, path: 'pipeline.sql', version: 1 }, 100);
  },
  async putFile(pipeline) {
    const file = { path: 'new.sql', bytes: Buffer.from('x'), contentType: 'text/plain' };
    await saveFile(backend, pipeline, { ...file, condition: { ifNoneMatch: '*' } });
    await saveFile(backend, pipeline, { ...file, condition: { ifNoneMatch: '*' } }).catch(() => undefined);
  },
  deleteFile: (pipeline) => deleteFile(backend, pipeline, { path: 'pipeline.sql', condition: {} }),
  deleteAnyFile: (pipeline) => deleteFile(backend, pipeline, { path: 'pipeline.sql', condition: {} }),
  async restoreDraft(pipeline) {
    await backend.bucket.put(`${keyPrefix(pipeline)}more.sql`, 'x');
    await restoreDraft(backend, { pipeline, target: 1 });
  },
  async checkDraft(pipeline) {
    await save(pipeline, 'not pinned yet');
    await checkDraft(backend, pipeline);
  },
  async getDraftManifest(pipeline) {
    await save(pipeline, 'not pinned yet');
    await pinDraft(backend, pipeline);
  },
};

/** Routes that sign links to what they may read, which takes no request. */
const SIGNING: readonly string[] = ['getPublished', 'getDraftManifest'];
/** Routes that look at objects one by one where there are many old versions. */
const LOOKING: readonly string[] = [
  'rollbackVersion',
  'getDraft',
  'checkDraft',
  'compareVersions',
  'restoreDraft',
  'getDraftManifest',
];

const save = (pipeline: Pipeline, body: string) =>
  backend.bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, body);

/** More versions of one file than a page of them holds. */
const saveOften = (pipeline: Pipeline) =>
  backend.bucket.putMany(Array.from({ length: 1_001 }, () => `${keyPrefix(pipeline)}pipeline.sql`));

async function prepared(operation: keyof typeof routes): Promise<Pipeline> {
  if (LOOKING.includes(operation)) return muchEdited();
  const pipeline = newPipeline();
  await save(pipeline, 'select 1');
  if (operation === 'publishVersion' || operation === 'listVersions') return pipeline;
  await publish(pipeline);
  await publish(pipeline);
  return pipeline;
}

let edited: Promise<Pipeline> | undefined;

/** Version 1 pins what 1,001 newer objects hide. One pipeline for all routes. */
function muchEdited(): Promise<Pipeline> {
  edited ??= (async () => {
    const pipeline = newPipeline();
    await save(pipeline, 'select 1');
    await publish(pipeline);
    await saveOften(pipeline);
    await publish(pipeline);
    return pipeline;
  })();
  return edited;
}

test.each(Object.keys(routes) as (keyof typeof routes)[])(
  '%s asks for what its row grants',
  async (operation) => {
    const pipeline = await prepared(operation);
    const { needs }: { needs: Needs } = routes[operation];

    const { requests } = await counted(() => operations[operation](pipeline));

    expectGranted(needs, requests, SIGNING.includes(operation) ? ['GetObject'] : []);
  },
);

test('the observer asks for what it is granted, pins of the daily check included', async () => {
  const pipeline = await muchEdited();
  await rollbackVersion(backend, { pipeline, target: 1, createdBy: null, request: null });
  await saveOften(pipeline);

  const { requests } = await counted(async () => {
    const { current } = await observeDraft(backend, pipeline);
    expect(await findLostPins(backend, pipeline, current)).toEqual([]);
  });

  expectGranted(OBSERVER, requests);
});

test('the daily check asks for what it is granted', async () => {
  await publish(await prepared('publishVersion'));

  const { requests } = await counted(() => requestChecks(backend, async () => {}));

  expectGranted(CHECK_REQUESTER, requests);
});

/** All that was sent is granted, and all that is granted was sent, or signed. */
function expectGranted(needs: Needs, requests: Counted['requests'], signed: readonly string[] = []): void {
  const isTheEditors = (command: string) => command === 'PutObject' && !needs.bucket.includes('write');
  const sent = Object.keys(requests).filter((command) => !isTheEditors(command));
  const granted = [
    ...needs.table.map((need) => GRANTS[need]),
    ...needs.bucket.map((need) => GRANTS[`bucket ${need}`]),
  ];
  expect(granted.flat()).toEqual(expect.arrayContaining(sent));
  const used = [...sent, ...signed];
  for (const grant of granted) expect(grant.some((command) => used.includes(command))).toBe(true);
}
