// What the route table says a function may do is what it does: nothing more, and nothing that it does not need.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import type { Needs } from '../../functions/http/route.ts';
import { routes } from '../../functions/http/routes.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { readPipeline, readPipelines } from '../../functions/usecases/read-pipelines.ts';
import { readPublished } from '../../functions/usecases/read-published.ts';
import { readVersion, readVersions } from '../../functions/usecases/read-versions.ts';
import { rollbackVersion } from '../../functions/usecases/rollback-version.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { type Counted, countRequests } from './counted-requests.ts';
import { newPipeline } from './samples.ts';

const GRANTS: Readonly<
  Record<Needs['table'][number] | `bucket ${Needs['bucket'][number]}`, readonly string[]>
> = {
  read: ['GetItem', 'Query'],
  list: ['Scan'],
  observe: ['UpdateItem'],
  publish: ['UpdateItem', 'PutItem'],
  'bucket list': ['ListObjectsV2', 'ListObjectVersions', 'HeadBucket'],
  'bucket head': ['HeadObject'],
  'bucket read': [], // links are signed without a request
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
    const saves = Array.from({ length: 1_001 }, (_, n) => save(pipeline, `-- ${n}`));
    await Promise.all(saves);
    await publish(pipeline);
  },
  async rollbackVersion(pipeline) {
    await rollbackVersion(backend, { pipeline, target: 1, createdBy: null, request: null });
  },
  listVersions: async (pipeline) =>
    Array.fromAsync((await readVersions(backend, pipeline, { expected: 50 })).versions),
  getVersion: (pipeline) => readVersion(backend, pipeline, 1),
  getPipeline: (pipeline) => readPipeline(backend, pipeline, true),
  getPublished: (pipeline) => readPublished(backend, pipeline, 1),
  listPipelines: () => readPipelines(backend, {}, 50),
  getHealth: () => Promise.all([backend.versions.check(), backend.files.check()]),
  getOpenApi: async () => {},
};

const save = (pipeline: Pipeline, body: string) =>
  backend.bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, body);

async function prepared(operation: keyof typeof routes): Promise<Pipeline> {
  const pipeline = newPipeline();
  await save(pipeline, 'select 1');
  if (operation === 'publishVersion' || operation === 'listVersions') return pipeline;
  await publish(pipeline);
  // So many old versions that a rollback has to look at the pinned objects one by one.
  if (operation === 'rollbackVersion') {
    await Promise.all(Array.from({ length: 1_001 }, (_, n) => save(pipeline, `-- ${n}`)));
  }
  await publish(pipeline);
  return pipeline;
}

test.each(Object.keys(routes) as (keyof typeof routes)[])(
  '%s asks for what its row grants',
  async (operation) => {
    const pipeline = await prepared(operation);
    const { needs }: { needs: Needs } = routes[operation];

    const { requests } = await counted(() => operations[operation](pipeline));

    const sent = Object.keys(requests).filter((command) => command !== 'PutObject'); // the editor's
    const granted = [
      ...needs.table.map((need) => GRANTS[need]),
      ...needs.bucket.map((need) => GRANTS[`bucket ${need}`]),
    ];
    expect(granted.flat()).toEqual(expect.arrayContaining(sent));
    for (const grant of granted)
      expect(grant.length === 0 || grant.some((command) => sent.includes(command))).toBe(true);
  },
);
