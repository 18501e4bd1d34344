// The time limit as a fault: it strikes at every request boundary of every function. Afterwards nothing moves, and the
// answer said what is stored.
import { randomUUID } from 'node:crypto';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { routes, routeTable } from '../../functions/http/routes.ts';
import { CUT_OFF_MS, LAST_BEGIN_MS } from '../../functions/request-scope.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { proxyEvent } from '../../infra/local/gateway/proxy-event.ts';
import { createRouteMatcher } from '../../infra/local/gateway/route-matcher.ts';
import { lambdaContext } from '../../infra/local/lambda/context.ts';
import { loadProxyHandler, loadQueueHandler } from '../../infra/local/lambda/handlers.ts';
import { type AwsBackend, startAws } from '../contract/backends.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { dynamodbProtocol, s3Protocol } from '../torture/faults/aws-protocol.ts';
import { type FaultProxy, startFaultProxy } from '../torture/faults/proxy.ts';
import type { Decision } from '../torture/faults/schedule.ts';

const NO_FAULT: Decision = { fault: null, milliseconds: 0 };
const matchRoute = createRouteMatcher(routeTable);
let backend: AwsBackend;
let proxies: readonly FaultProxy[];
/** Called for each request that a function sends, before it is passed on. */
let onRequest = (): Decision => NO_FAULT;

beforeAll(async () => {
  backend = await startAws();
  process.env.PIPELINES_DRAFT_RUNS = 'enabled';
  await storedOf(await preparedPipeline()); // the clients of the tests read where the servers are now
  const start = async (variable: string, protocol: typeof s3Protocol) => {
    const proxy = await startFaultProxy(String(process.env[variable]), protocol, () => onRequest());
    process.env[variable] = proxy.url; // the functions are imported later, and read it then
    return proxy;
  };
  proxies = [
    await start('AWS_ENDPOINT_URL_S3', s3Protocol),
    await start('AWS_ENDPOINT_URL_DYNAMODB', dynamodbProtocol),
  ];
});
afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
  await backend.close();
});

interface Call {
  readonly name: keyof typeof routes;
  readonly query?: string;
  readonly target: string;
  readonly body?: object | string;
  readonly headers?: readonly string[];
}

const calls: readonly Call[] = [
  { name: 'publishVersion', target: '/publish', body: { message: 'm' } },
  { name: 'publishVersion', target: '/publish', body: { message: 'm' }, headers: ['Idempotency-Key', 'k'] },
  { name: 'publishVersion', target: '/publish', body: { message: 'm', skip_unchanged: true } },
  { name: 'rollbackVersion', target: '/versions/1/rollback', body: { message: 'm' } },
  { name: 'restoreDraft', target: '/draft/restore', body: { version: 1 } },
  { name: 'reportRun', target: '/runs', body: { version_number: 1, run_id: 'r', state: 'running' } },
  { name: 'putFile', target: '/files/a.sql', body: 'select 3' },
  { name: 'deleteFile', target: '/files/a.sql' },
  { name: 'deleteAnyFile', target: '/files', query: 'path=a.sql' },
  { name: 'getFile', target: '/files/a.sql' },
  { name: 'getPipeline', target: '' },
  { name: 'getPipeline', target: '', query: 'refresh=true' },
  { name: 'getPublished', target: '/published', query: 'presign=true' },
  { name: 'listVersions', target: '/versions' },
  { name: 'getVersion', target: '/versions/1' },
  { name: 'getVersion', target: '/versions/1', query: 'runs=true' },
  { name: 'getDraft', target: '/draft' },
  { name: 'checkDraft', target: '/check' },
  { name: 'getDraftManifest', target: '/draft/manifest' },
  { name: 'compareVersions', target: '/compare', query: 'from=1&to=draft&patch=true' },
];

const titled = (call: Call) =>
  [`${call.name} ${JSON.stringify([call.query, call.body, call.headers])}`, call] as const;
const onlyReads = ({ name, query }: Call) => routes[name].method === 'GET' && query !== 'refresh=true';
const isHeld = ({ name }: Call) => ['publishVersion', 'restoreDraft', 'getDraft'].includes(name);

/** With two versions of four files each, and a draft that is neither. */
async function preparedPipeline(): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  const put = (path: string, body: string) => backend.bucket.put(keyPrefix(pipeline) + path, body);
  for (const number of [1, 2]) {
    for (const path of ['pipeline.sql', 'a.sql', 'b.sql', `c${number}.sql`])
      await put(path, `select ${number}`);
    await publishVersion(backend, { pipeline, message: 'm', createdBy: null, request: null });
  }
  await put('a.sql', 'draft');
  return pipeline;
}

function invoke(pipeline: Pipeline, call: Call, remaining: () => number): Promise<APIGatewayProxyResult> {
  const { namespace, layer, name } = pipeline;
  const path = `/api/v1/pipelines/${namespace}/${layer}/${name}${call.target}`;
  const { method } = routes[call.name];
  const match = matchRoute(method, path);
  const text = typeof call.body === 'object' ? JSON.stringify(call.body) : (call.body ?? '');
  const isJson = typeof call.body === 'object';
  const request = {
    ...{ requestId: randomUUID(), method, path, query: call.query ?? '', headers: {}, isTooLarge: false },
    rawHeaders: [...(isJson ? ['Content-Type', 'application/json'] : []), ...(call.headers ?? [])],
    ...{ sourceIp: '127.0.0.1', body: Buffer.from(text) },
  };
  const run = async () =>
    (await loadProxyHandler(match.handler))(proxyEvent(request, match), contextOf(remaining));
  return run();
}

function contextOf(remaining: () => number): Context {
  return { ...lambdaContext('limited'), getRemainingTimeInMillis: remaining };
}

function eventOn(pipeline: Pipeline, index: number) {
  const s3 = { bucket: { name: backend.bucketName }, object: { key: `${keyPrefix(pipeline)}a.sql` } };
  return { messageId: String(index), body: JSON.stringify({ Records: [{ s3 }] }) };
}

/** The object versions and the state of a pipeline. */
async function storedOf(pipeline: Pipeline) {
  const list = new ListObjectVersionsCommand({ Bucket: backend.bucketName, Prefix: keyPrefix(pipeline) });
  const { Versions = [], DeleteMarkers = [] } = await backend.s3.send(list);
  const objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => `${Key}@${VersionId}`);
  const runs = [...(await backend.versions.readRuns(pipeline, [1]))];
  return { objects: objects.toSorted(), state: await backend.versions.readState(pipeline), runs };
}

const ENOUGH_MS = 29_000;
/** Of requests that came when their function had answered, in the whole run of this file. */
let late = 0;

/** Time ends with the request of this number: it is passed on, and no other may follow. */
async function invokeUntil(pipeline: Pipeline, call: Call, last: number) {
  let seen = 0;
  onRequest = () => {
    seen += 1;
    return NO_FAULT;
  };
  const answer = await invoke(pipeline, call, () => (seen >= last ? LAST_BEGIN_MS : ENOUGH_MS));
  onRequest = isLate;
  return { answer, seen };
}

/** Until the next call: the tests' own requests do not come this way. */
function isLate(): Decision {
  late += 1;
  return NO_FAULT;
}

describe('time that ends at any request', () => {
  test.each(calls.map(titled))('%s', async (_, call) => {
    const shared = onlyReads(call) ? await preparedPipeline() : null;
    for (let last = 0; ; last++) {
      const pipeline = shared ?? (await preparedPipeline());
      const before = await storedOf(pipeline);

      const { answer } = await invokeUntil(pipeline, call, last);
      const atAnswer = await storedOf(pipeline);
      const again = await invokeUntil(pipeline, call, Number.POSITIVE_INFINITY);

      // What was deleted by the first call is not there for the second.
      if (!call.name.startsWith('delete')) expect(again.answer.statusCode).toBeLessThan(300);
      if (answer.statusCode < 300) return expect(last).toBeGreaterThan(0);
      const { error } = JSON.parse(answer.body);
      expect([answer.statusCode, error.code]).toEqual([503, 'UNAVAILABLE']);
      expect(answer.headers).toHaveProperty('Retry-After');
      if (/before anything was stored/.test(error.message)) expect(atAnswer).toEqual(before);
      else expect(error.message).toMatch(/don’t know|in part/);
    }
  });

  test('what a restore says is what it did', async () => {
    let partly = 0;
    for (let last = 0; ; last++) {
      const pipeline = await preparedPipeline();
      const before = await storedOf(pipeline);
      const { answer } = await invokeUntil(
        pipeline,
        { name: 'restoreDraft', target: '/draft/restore', body: { version: 1 } },
        last,
      );
      if (answer.statusCode === 200) break;
      const { details } = JSON.parse(answer.body).error;
      const after = await storedOf(pipeline);
      const added = after.objects.filter((object) => !before.objects.includes(object));
      const paths = added.map((object) => object.slice(keyPrefix(pipeline).length).replace(/@.*/, ''));
      expect(paths.toSorted()).toEqual([...(details?.written ?? []), ...(details?.removed ?? [])].toSorted());
      if (details?.written) partly += 1;
    }
    expect(partly).toBeGreaterThan(0);
  });

  test('a batch of events', async () => {
    const handler = await loadQueueHandler('observe-drafts');
    for (let last = 0; ; last++) {
      const pipelines = await Promise.all([preparedPipeline(), preparedPipeline()]);
      const Records = pipelines.map(eventOn);
      let seen = 0;
      onRequest = () => {
        seen += 1;
        return NO_FAULT;
      };
      const remaining = () => (seen >= last ? LAST_BEGIN_MS : ENOUGH_MS);
      const result = await handler({ Records } as never, contextOf(remaining));
      onRequest = isLate;
      const failed = result?.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)) ?? [];
      for (const [index, pipeline] of pipelines.entries()) {
        const { state } = await storedOf(pipeline);
        if (!failed.includes(index)) expect(state?.draft?.fileCount).toBe(5);
      }
      if (failed.length === 0) return expect(last).toBeGreaterThan(0);
    }
  });
});

describe('a request that hangs', () => {
  const LEFT_MS = CUT_OFF_MS + 700;

  test.each(calls.filter(isHeld).map(titled))('does not keep %s from answering in time', async (_, call) => {
    const pipeline = await preparedPipeline();
    const began = Date.now();
    onRequest = () => ({ fault: 'delayed', milliseconds: 2 * LEFT_MS });

    const { statusCode } = await invoke(pipeline, call, () => LEFT_MS + LAST_BEGIN_MS - (Date.now() - began));
    onRequest = () => NO_FAULT;

    expect(statusCode).toBe(503);
    expect(Date.now() - began).toBeLessThan(LEFT_MS + LAST_BEGIN_MS);
  });
});

test('a batch whose S3 hangs reports in time, and pipelines that were not begun are among the failed', async () => {
  const handler = await loadQueueHandler('observe-drafts');
  const pipelines = Array.from({ length: 40 }, () => uniquePipeline());
  const Records = pipelines.map(eventOn);
  const began = Date.now();
  const left = CUT_OFF_MS + 700 + LAST_BEGIN_MS;
  onRequest = () => ({ fault: 'delayed', milliseconds: 2 * left });

  const result = await handler(
    { Records } as never,
    contextOf(() => left - (Date.now() - began)),
  );
  onRequest = isLate;

  expect(Date.now() - began).toBeLessThan(left);
  expect(result?.batchItemFailures).toHaveLength(pipelines.length);
});

test('no request came after its answer', async () => {
  for (const proxy of proxies) await proxy.settled();

  expect(late).toBe(0);
});
