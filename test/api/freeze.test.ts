// Freezes over HTTP: what they refuse, what passes them, and what shows them.
import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { pathBelow, until } from '../support/freezes.ts';
import { readHistory } from '../support/history.ts';
import { useServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

const message = 'A version';
const reason = 'Month-end close';
const save = (pipeline: Pipeline, text: string) => drafts.saveFile(pipeline, 'pipeline.sql', text);
const publish = (params: Pipeline, headers: Readonly<Record<string, string>> = {}) =>
  api.ok('publishVersion', { params, body: { message }, headers });
const refusedPublish = (params: Pipeline, headers: Readonly<Record<string, string>> = {}) =>
  api.refused('publishVersion', { params, body: { message }, headers });
const freeze = async (params: Pipeline, more: object = {}) =>
  (await api.ok('freezePipeline', { params, body: { reason, until: until(600), ...more } })).body;

async function published(namespace?: string): Promise<Pipeline> {
  const pipeline = { ...uniquePipeline(), ...(namespace !== undefined && { namespace }) };
  await save(pipeline, 'SELECT 1');
  await publish(pipeline);
  await save(pipeline, 'SELECT 2');
  return pipeline;
}

test('a freeze is shown where the pipeline is, with its reason and its end, until it is lifted', async () => {
  const params = await published();
  const before = await api.ok('getPipeline', { params });

  const made = await freeze(params, { until: '2026-12-01T06:00:00+02:00'.replace('2026-12-01', tomorrow()) });
  const frozen = await api.ok('getPipeline', { params });
  const kept = await api.send('getPipeline', {
    params,
    headers: { 'If-None-Match': String(before.headers.etag) },
  });
  const lifted = await api.ok('unfreezePipeline', { params });
  const repeated = await api.ok('unfreezePipeline', { params });
  const after = await api.ok('getPipeline', { params });

  expect(before.body.freeze).toBeNull();
  expect(made).toMatchObject({ reason, until: `${tomorrow()}T04:00:00.000Z` });
  expect(frozen.body.freeze).toEqual(made);
  expect(kept.status).toBe(200);
  expect([lifted.status, repeated.status]).toEqual([204, 204]);
  expect(after.body.freeze).toBeNull();
});

test('what is frozen is refused with the reason, and nothing comes of it', async () => {
  const params = await published();
  const made = await freeze(params);

  const { status, error } = await refusedPublish(params);

  expect([status, error.type]).toEqual([423, 'CONFLICT']);
  expect(error.details).toEqual({ scope: 'pipeline', ...made });
  expect(await readHistory(api, params)).toHaveLength(1);
});

test('a key answers what it has made while all is frozen, and does later what was refused', async () => {
  const params = await published();
  const [made, refused] = [uniqueName('key'), uniqueName('key')].map((key) => ({ 'Idempotency-Key': key }));
  const first = await publish(params, made);
  await freeze(params);

  const replay = await publish(params, made);
  await refusedPublish(params, refused);
  await api.ok('unfreezePipeline', { params });
  const later = await publish(params, refused);

  expect([replay.headers['idempotent-replayed'], replay.body]).toEqual(['true', first.body]);
  expect([later.body.version_number, later.headers['idempotent-replayed']]).toEqual([3, undefined]);
});

describe('by a route of its own', () => {
  test('a publish passes, leads to its version, and says what it has overridden', async () => {
    const params = await published();
    await freeze(params);

    const { body, headers } = await api.ok('publishDespiteFreeze', { params, body: { message } });
    const { body: read } = await api.ok('getVersion', { params: { ...params, version_number: 2 } });
    const { body: history } = await api.ok('listVersions', { params, query: { fields: 'summary' } });

    const overrode_freeze = { scope: 'pipeline', reason };
    expect(body).toMatchObject({ version_number: 2, overrode_freeze });
    expect(read).toMatchObject({ overrode_freeze });
    expect(history.versions.map((version) => version.overrode_freeze)).toEqual([overrode_freeze, undefined]);
    expect(pathBelow(params, 'publish/override', String(headers.location))).toBe('versions/2');
  });

  test('a rollback passes, and leads to its version', async () => {
    const params = await published();
    await freeze(params);
    const path = { ...params, version_number: 1 };

    const { body, headers } = await api.ok('rollbackDespiteFreeze', { params: path, body: {} });

    expect(body).toMatchObject({ version_number: 2, rollback_of: 1, overrode_freeze: { reason } });
    expect(pathBelow(params, 'versions/1/rollback/override', String(headers.location))).toBe('versions/2');
  });

  test('a restore passes', async () => {
    const params = await published();
    await freeze(params);

    const { body } = await api.ok('restoreDespiteFreeze', { params, body: { version: 1 } });

    expect(body).toMatchObject({ restored_from: 1, written: ['pipeline.sql'], draft_dirty: false });
  });

  test('a version that overrides nothing says nothing of it', async () => {
    const params = await published();

    const { body } = await api.ok('publishDespiteFreeze', { params, body: { message } });

    expect(body).not.toHaveProperty('overrode_freeze');
  });
});

test('a frozen namespace refuses for its pipelines, and says until when requests may still finish', async () => {
  const namespace = uniqueName('team');
  const [params, other] = [await published(namespace), await published()];
  const ask = { params: { namespace } };
  const before = await api.ok('getNamespaceFreeze', ask);

  const { body: made } = await api.ok('freezeNamespace', { ...ask, body: { reason, until: until(600) } });
  const { error } = await refusedPublish(params);
  const { body: frozen } = await api.ok('getNamespaceFreeze', ask);
  const { body: pipeline } = await api.ok('getPipeline', { params });
  await publish(other);
  await api.ok('unfreezeNamespace', ask);
  await publish(params);

  const { effective_by, ...itself } = made;
  expect(before.body).toEqual({ freeze: null });
  expect(Date.parse(effective_by)).toBeGreaterThanOrEqual(Date.parse(itself.frozen_at) + 29_000);
  expect(frozen).toEqual({ freeze: itself });
  expect([error.code, error.details?.scope]).toEqual(['FROZEN', 'namespace']);
  expect(pipeline.freeze).toBeNull();
});

test.each([
  ['until', { reason }, /body until is missing/],
  ['until', { reason, until: 'tomorrow' }, /must be a time such as/],
  ['until', { reason, until: '2026-02-30T00:00:00Z' }, /must be a time such as/],
  ['until', { reason, until: until(-1) }, /must be after now/],
  ['until', { reason, until: until(91 * 86_400) }, /must be within 90 days/],
  ['reason', { until: until(60) }, /body reason is missing/],
  ['reason', { until: until(60), reason: ' \n ' }, /must not be empty/],
  ['reason', { until: until(60), reason: 'x'.repeat(501) }, /must have at most 500 characters/],
  ['reason', { until: until(60), reason: 'a\u0000b' }, /control characters/],
  ['override', { until: until(60), reason, override: true }, /is not known/],
])('a wrong %s is refused by name, and freezes nothing (%#)', async (field, body, says) => {
  const params = await published();

  const { error } = await api.refused('freezePipeline', { params, body });

  expect(error).toMatchObject({ code: 'INVALID_REQUEST', details: { fields: [{ in: 'body', field }] } });
  expect(error.message).toMatch(says);
  await publish(params);
});

test('publishes that race a freeze make versions before it is acknowledged, and none after', async () => {
  const params = await published();
  const racing = Array.from({ length: 6 }, () => api.send('publishVersion', { params, body: { message } }));

  await freeze(params);
  const acknowledged = (await readHistory(api, params)).length;
  const answers = await Promise.all(racing);

  const made = answers.filter(({ status }) => status === 201).length;
  expect(await readHistory(api, params)).toHaveLength(acknowledged);
  expect(acknowledged).toBe(1 + made);
  expect(new Set(answers.map(({ status }) => status)).isSubsetOf(new Set([201, 423]))).toBe(true);
});

function tomorrow(): string {
  return until(86_400).slice(0, 10);
}
