// HEAD beside every GET: monitors, link checkers and caches ask that way.
import { beforeAll, describe, expect, test } from 'vitest';
import { routes, routeTable } from '../../functions/http/routes.ts';
import { targetOf } from '../support/api.ts';
import type { HttpAnswer } from '../support/exchange.ts';
import { serverSet } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

const pipeline = uniquePipeline();
const params = { ...pipeline, version_number: 1, path: 'pipeline.sql' };
const QUERIES: Readonly<Record<string, string>> = { compareVersions: 'from=1&to=draft' };

/** They differ between two answers to the same request; the gateways of AWS and its emulators add more. */
const OF_ONE_ANSWER = /^(date|x-amzn-requestid|x-amz-.*|x-amzn-trace-id|etag)$/;
const OF_GATEWAYS = /^(content-length|connection|via|server)$/;

beforeAll(async () => {
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await api.ok('publishVersion', { params: pipeline, body: { message: 'A version' } });
});

function comparable({ status, headers }: HttpAnswer) {
  const kept = Object.entries(headers).filter(
    ([name]) => !OF_ONE_ANSWER.test(name) && !(serverSet === 'deployed' && OF_GATEWAYS.test(name)),
  );
  return { status, headers: Object.fromEntries(kept), hasEtag: 'etag' in headers };
}

const reads = routeTable.filter(({ method }) => method === 'GET');

describe.each(reads.map((route) => [route.operationId, route] as const))('%s', (id, route) => {
  const ask = (method: string, target: string) => api.raw({ method, target });

  test.each([
    ['what GET finds', targetOf(route, { params, query: QUERIES[id] ?? '' })],
    ['a refusal', targetOf(route, { params, query: 'no_such_one=1' })],
  ])('answers HEAD as GET, without the body: %s', async (_, target) => {
    const got = await ask('GET', target);

    const headed = await ask('HEAD', target);

    expect(comparable(headed)).toEqual(comparable(got));
    expect([headed.bytes.length, got.bytes.length > 0]).toEqual([0, true]);
  });
});

test('HEAD answers 304 to what has not changed', async () => {
  const target = targetOf(routes.getFile, { params });
  const { headers } = await api.raw({ method: 'HEAD', target });

  const again = await api.raw({ method: 'HEAD', target, headers: ['If-None-Match', headers.etag ?? ''] });

  expect([again.status, again.bytes.length]).toEqual([304, 0]);
});

test('HEAD of a path that takes no GET is refused like any other method', async () => {
  const target = targetOf(routes.publishVersion, {
    params,
  });

  const { status, headers } = await api.raw({ method: 'HEAD', target });

  expect([status, headers.allow]).toEqual([405, 'POST']);
});
