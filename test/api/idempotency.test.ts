// The same request twice, preconditions, and what may be kept: the promises that clients build retries on.
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { routeTable } from '../../functions/http/routes.ts';
import type { ApiRequest } from '../support/api.ts';
import { numbersTo, readHistory } from '../support/history.ts';
import { useServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

async function newPipeline(): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  return pipeline;
}

const publish = (params: Pipeline, body: object = {}, headers: Readonly<Record<string, string>> = {}) =>
  api.ok('publishVersion', { params, body: { message: 'A version', ...body }, headers });
const newKey = () => ({ 'Idempotency-Key': uniqueName('key') });
const countOf = async (pipeline: Pipeline) => (await readHistory(api, pipeline)).length;

describe('a request repeated with its key', () => {
  test('gets the same answer, marked as a replay, and makes one version', async () => {
    const pipeline = await newPipeline();
    const key = newKey();

    const first = await publish(pipeline, {}, key);
    const again = await publish(pipeline, {}, key);

    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect([again.status, again.body, again.headers.location]).toEqual([
      201,
      first.body,
      first.headers.location,
    ]);
    expect(await countOf(pipeline)).toBe(1);
  });

  test('gets the first answer though the draft and the history have moved on since', async () => {
    const pipeline = await newPipeline();
    const key = newKey();
    const first = await publish(pipeline, {}, key);

    for (const number of numbersTo(5)) {
      await drafts.saveFile(pipeline, 'pipeline.sql', `SELECT ${number}`);
      await publish(pipeline, {}, number % 2 === 0 ? newKey() : {});
      expect((await publish(pipeline, {}, key)).body).toEqual(first.body);
    }

    expect(await countOf(pipeline)).toBe(6);
  });

  test('is not mixed up with another pipeline’s request of that key', async () => {
    const [one, other] = [await newPipeline(), await newPipeline()];
    const key = newKey();

    const answers = [await publish(one, {}, key), await publish(other, {}, key)];

    expect(answers.map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, undefined]);
  });

  test('is the same request however its JSON is written', async () => {
    const pipeline = await newPipeline();
    const key = newKey();
    await publish(pipeline, { expected_version: 0, skip_unchanged: false }, key);

    const body = '{"skip_unchanged" : false, "expected_version": 0.0, "message": "\\u0041 version"}';
    const again = await api.ok('publishVersion', { params: pipeline, body, headers: key });

    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  test('that found nothing to publish looks again, and makes one version at most', async () => {
    const pipeline = await newPipeline();
    const made = await publish(pipeline);
    const key = newKey();
    const send = () => publish(pipeline, { skip_unchanged: true }, key);

    const unchanged = await send();
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
    const changed = await send();
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 3');
    const again = await send();

    expect([unchanged.status, unchanged.body, unchanged.headers.location]).toEqual([
      200,
      made.body,
      undefined,
    ]);
    expect([changed.status, changed.body.version_number]).toEqual([201, 2]);
    expect([again.status, again.body]).toEqual([201, changed.body]);
    expect([unchanged, changed, again].map(({ headers }) => headers['idempotent-replayed'])).toEqual([
      undefined,
      undefined,
      'true',
    ]);
  });

  test('rolls back once', async () => {
    const pipeline = await newPipeline();
    await publish(pipeline);
    const request = { params: { ...pipeline, version_number: 1 }, headers: newKey() };

    const first = await api.ok('rollbackVersion', request);
    await publish(pipeline);
    const again = await api.ok('rollbackVersion', request);

    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await countOf(pipeline)).toBe(3);
  });

  test('is answered even if its precondition, its draft or its source no longer holds', async () => {
    const pipeline = await newPipeline();
    const { body: shown } = await api.ok('getPipeline', { params: pipeline });
    const key = newKey();
    const body = { expected_version: 0, expected_draft: shown.draft.fingerprint };
    const first = await publish(pipeline, body, key);
    await drafts.deleteFile(pipeline, 'pipeline.sql');

    const again = await publish(pipeline, body, key);

    expect(again.body).toEqual(first.body);
  });

  test('may follow a refusal: only what was done is remembered', async () => {
    const pipeline = await newPipeline();
    const key = newKey();
    const body = { message: 'A version', expected_version: 1 };
    await api.refused('publishVersion', { params: pipeline, body, headers: key });
    await publish(pipeline);

    const { headers, body: version } = await publish(pipeline, body, key);

    expect(headers['idempotent-replayed']).toBeUndefined();
    expect(version.version_number).toBe(2);
  });

  test.each([
    ['message', { message: 'Another' }],
    ['expected_version', { expected_version: 0 }],
    ['skip_unchanged', { skip_unchanged: true }],
  ])('with another %s is refused as another request', async (_, change) => {
    const pipeline = await newPipeline();
    const key = newKey();
    await publish(pipeline, {}, key);

    const request = { params: pipeline, body: { message: 'A version', ...change }, headers: key };
    const { status, error } = await api.refused('publishVersion', request);

    expect([status, error.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('16 times at once makes one version, and all get it', async () => {
    const pipeline = await newPipeline();
    const key = newKey();

    const answers = await Promise.all(numbersTo(16).map(() => publish(pipeline, {}, key)));

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    expect(await countOf(pipeline)).toBe(1);
  });

  test('16 times at once, between other publishes, makes one version', async () => {
    const pipeline = await newPipeline();
    await publish(pipeline);
    const rollback: ApiRequest = { params: { ...pipeline, version_number: 1 }, headers: newKey() };
    const skipping = newKey();

    const [rollbacks, skips] = await Promise.all([
      Promise.all(numbersTo(16).map(() => api.ok('rollbackVersion', rollback))),
      Promise.all(numbersTo(8).map(() => publish(pipeline, { skip_unchanged: true }, skipping))),
      Promise.all(numbersTo(4).map(() => publish(pipeline))),
    ]);

    expect(new Set(rollbacks.map(({ text }) => text)).size).toBe(1);
    expect(skips.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await countOf(pipeline)).toBe(6);
  });

  test('is recognised among the many that came after it', async () => {
    const pipeline = await newPipeline();
    const key = newKey();
    const first = await publish(pipeline, {}, key);

    for (const _ of numbersTo(70)) await publish(pipeline, {}, newKey());

    expect((await publish(pipeline, {}, key)).body).toEqual(first.body);
    expect((await publish(pipeline, {}, newKey())).body.version_number).toBe(72);
  });
});

describe('preconditions', () => {
  test('expected_version lets one of many publishers win, and tells the others what is there', async () => {
    const pipeline = await newPipeline();
    const request = { params: pipeline, body: { message: 'Mine', expected_version: 0 } };

    const answers = await Promise.all(numbersTo(8).map(() => api.send('publishVersion', request)));

    const refusals = answers.flatMap((answer) => ('error' in answer ? [answer] : []));
    expect(refusals).toHaveLength(7);
    for (const { status, error } of refusals) {
      expect([status, error.details]).toEqual([412, { expected_version: 0, current_version: 1 }]);
    }
    expect(await countOf(pipeline)).toBe(1);
  });

  test('expected_draft publishes what was looked at, or says what is there now', async () => {
    const pipeline = await newPipeline();
    const { body: seen } = await api.ok('getPipeline', { params: pipeline, query: { refresh: true } });
    const body = { message: 'As seen', expected_draft: seen.draft.fingerprint };
    const { body: version } = await publish(pipeline, body);
    await drafts.saveFile(pipeline, 'config.yaml', 'a: 1');

    const { status, error } = await api.refused('publishVersion', { params: pipeline, body });
    const { body: now } = await api.ok('getPipeline', { params: pipeline, query: { refresh: true } });

    expect(version.fingerprint).toBe(seen.draft.fingerprint);
    expect([status, error.code]).toEqual([412, 'PRECONDITION_FAILED']);
    expect(error.details).toEqual({
      expected_draft: seen.draft.fingerprint,
      draft_fingerprint: now.draft.fingerprint,
      file_count: 2,
    });
  });

  test('skip_unchanged makes a version only of a draft that differs', async () => {
    const pipeline = await newPipeline();

    const statuses: number[] = [];
    for (const text of ['SELECT 1', 'SELECT 1', 'SELECT 2', 'SELECT 2']) {
      await drafts.saveFile(pipeline, 'pipeline.sql', text);
      statuses.push((await publish(pipeline, { skip_unchanged: true })).status);
    }

    expect(statuses).toEqual([201, 200, 201, 200]);
    expect((await publish(pipeline)).body.version_number).toBe(3);
  });

  test('skip_unchanged lets one of many CI jobs make the version, and tells the others which it is', async () => {
    const pipeline = await newPipeline();

    const answers = await Promise.all(numbersTo(12).map(() => publish(pipeline, { skip_unchanged: true })));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(11).fill(200), 201]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await countOf(pipeline)).toBe(1);
  });
});

describe('what changes now and then', () => {
  const known = (etag = '') => ({ headers: { 'If-None-Match': etag } });

  test('a pipeline is not sent again until a publish, a rollback or a look at its draft changes it', async () => {
    const params = await newPipeline();
    const seen = new Set<string>();
    const changes = [
      () => api.ok('getPipeline', { params, query: { refresh: true } }),
      () => publish(params),
      () => api.ok('rollbackVersion', { params: { ...params, version_number: 1 } }),
      () => api.ok('getPipeline', { params, query: { refresh: true } }),
    ];

    for (const change of changes) {
      await change();
      const { headers, status } = await api.ok('getPipeline', { params, ...known([...seen].join(', ')) });
      const again = await api.ok('getPipeline', { params, ...known(headers.etag) });

      expect([status, headers['cache-control']]).toEqual([200, 'private, no-cache']);
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', headers.etag]);
      seen.add(headers.etag ?? '');
    }
    expect(seen.size).toBe(changes.length);
  });

  test('a manifest is not sent again while the version is the same, whatever is saved', async () => {
    const params = await newPipeline();
    await publish(params);
    const first = await api.ok('getPublished', { params });
    await drafts.saveFile(params, 'pipeline.sql', 'SELECT 2');

    const same = await api.ok('getPublished', { params, ...known(first.headers.etag) });
    const byNumber = await api.ok('getPublished', {
      params,
      query: { version: 1 },
      ...known(first.headers.etag),
    });
    await publish(params);
    const changed = await api.ok('getPublished', { params, ...known(first.headers.etag) });

    expect(first.headers['cache-control']).toBe('private, no-cache');
    expect([same.status, same.text, byNumber.status]).toEqual([304, '', 304]);
    expect([changed.status, changed.body.version_number]).toEqual([200, 2]);
    expect(changed.headers.etag).not.toBe(first.headers.etag);
  });

  test('a manifest with links is sent anew each time, since they expire', async () => {
    const params = await newPipeline();
    await publish(params);
    const { headers } = await api.ok('getPublished', { params });

    const linked = await api.ok('getPublished', { params, query: { presign: true }, ...known(headers.etag) });

    expect([linked.status, linked.headers.etag]).toEqual([200, undefined]);
    expect(linked.headers['cache-control']).toBe('no-store');
  });
});

describe('what never changes', () => {
  test('Location leads to the version, of a publish and of a rollback', async () => {
    const pipeline = await newPipeline();
    const published = await publish(pipeline);
    const rolledBack = await api.ok('rollbackVersion', { params: { ...pipeline, version_number: 1 } });

    const locations = [
      new URL(published.headers.location ?? '', 'http://host/stage/P/publish'),
      new URL(rolledBack.headers.location ?? '', 'http://host/stage/P/versions/1/rollback'),
    ];

    expect(locations.map(({ pathname }) => pathname)).toEqual(['/stage/P/versions/1', '/stage/P/versions/2']);
  });

  test('caches may keep a version, and a reader who has it gets 304', async () => {
    const params = { ...(await newPipeline()), version_number: 1 };
    await publish(params);
    const first = await api.ok('getVersion', { params });
    const etag = first.headers.etag ?? '';

    const send = (known: string) => api.ok('getVersion', { params, headers: { 'If-None-Match': known } });
    const known = await Promise.all([etag, `W/${etag}`, `"other", ${etag}`, '*'].map(send));
    const unknown = await send('"other"');
    await publish(params);

    expect(etag).toMatch(/^".+"$/);
    expect(first.headers['cache-control']).toContain('immutable');
    expect(first.headers.vary).toBe('Authorization');
    expect(known.map(({ status, text }) => [status, text])).toEqual(known.map(() => [304, '']));
    expect(known[0]?.headers.etag).toBe(etag);
    expect([unknown.status, unknown.body]).toEqual([200, first.body]);
    expect((await send(etag)).status).toBe(304);
  });

  test('what can change must not be kept', async () => {
    const params = await newPipeline();
    const { headers } = await api.ok('listVersions', { params });

    expect(headers['cache-control']).toBe('no-store');
  });
});

test('openapi.json is valid OpenAPI 3.1 and lists every route', async () => {
  const { body } = await api.ok('getOpenApi');
  const paths = body.paths as Readonly<Record<string, Readonly<Record<string, { operationId: string }>>>>;
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`,
    ),
  );

  const { valid, errors } = await new Validator().validate(body);

  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(body.openapi).toMatch(/^3\.1\./);
  expect(listed.toSorted()).toEqual(
    routeTable
      .map(({ method, path, operationId }) => `${method} ${path.replace('+}', '}')} ${operationId}`)
      .toSorted(),
  );
});
