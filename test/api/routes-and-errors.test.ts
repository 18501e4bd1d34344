// Every error that the route table lists for a route, provoked from outside. A new route or a new code without a
// case here fails the first test.
import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../functions/domain/errors.ts';
import { displayName, keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { methodsOf, type Route } from '../../functions/http/route.ts';
import { routeTable } from '../../functions/http/routes.ts';
import type { OperationId, Refusal } from '../support/api.ts';
import { numbersTo } from '../support/history.ts';
import { serverSet } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { draftErrorCases, draftRunErrorCases, type ErrorCase, saveUnversioned } from './draft-error-cases.ts';

const servers = await useServers();
const { api, drafts } = servers;
/** One whose runs may use drafts, and whose bucket no other test needs. */
const draftRuns = serverSet === 'deployed' ? servers : await useServers(['--draft-runs']);

const COMMON: readonly ErrorCode[] = [
  'INVALID_REQUEST',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_ENCODING',
  'THROTTLED',
  'UNAVAILABLE',
  'INTERNAL',
];

/** What nobody can provoke from outside, and where it is tested instead. */
const ELSEWHERE: Partial<Record<ErrorCode | `${OperationId} ${ErrorCode}`, string>> = {
  'restoreDraft PATH_CONFLICT': 'the use case suite',
  VERSION_CONFLICT: 'the use case suite',
  DRAFT_CHANGING: 'the use case suite',
  THROTTLED: 'the suite of exact requests',
  UNAVAILABLE: 'the suite of exact requests',
  INTERNAL: 'the use case suite',
  DRAFT_TOO_LARGE: 'too-large-drafts.test.ts',
  CHECK_UNAVAILABLE: 'own-check.test.ts',
  'rollbackVersion CHECKS_FAILED': 'own-check.test.ts',
};

const message = 'A version';
const save = (pipeline: Pipeline, text = 'SELECT 1') => drafts.saveFile(pipeline, 'pipeline.sql', text);
const publish = (params: Pipeline, more: object = {}) =>
  api.ok('publishVersion', { params, body: { message, ...more } });
const refusedPublish = (params: Pipeline, body: object = {}, headers: Record<string, string> = {}) =>
  api.refused('publishVersion', { params, body: { message, ...body }, headers });
const refusedRollback = (pipeline: Pipeline, version_number: number, body: object = {}, headers = {}) =>
  api.refused('rollbackVersion', { params: { ...pipeline, version_number }, body, headers });

async function publishUnversioned(pipeline: Pipeline): Promise<Refusal> {
  await draftRuns.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await saveUnversioned(draftRuns, pipeline, 'old file.sql');
  return draftRuns.api.refused('publishVersion', { params: pipeline, body: { message } });
}

/** Each shares its function with the row that it overrides, so one case is enough here; freeze.test.ts has more. */
const OVERRIDING: readonly string[] = [
  'publishDespiteFreeze',
  'rollbackDespiteFreeze',
  'restoreDespiteFreeze',
];
const freezeBody = () => ({ reason: 'Month-end close', until: new Date(Date.now() + 600_000).toISOString() });

/** A published and frozen pipeline refuses this request. */
function refusedByFreeze(ask: (pipeline: Pipeline) => Promise<Refusal>): ErrorCase {
  return {
    says: /is frozen.*until .*: "Month-end close"\. Nothing was changed\. Try again then/,
    async provoke(pipeline) {
      await save(pipeline);
      await publish(pipeline);
      await api.ok('freezePipeline', { params: pipeline, body: freezeBody() });
      return ask(pipeline);
    },
  };
}

const draftRunCases = draftRunErrorCases(draftRuns);

const EMPTY = {
  ...{ rule: 'empty-source', line: null, column: null },
  message: expect.stringContaining('Save it again') as string,
};

const cases: Readonly<Record<string, ErrorCase>> = {
  ...draftErrorCases(servers),
  ...draftRunCases,
  'publishVersion PIPELINE_NOT_FOUND': {
    provoke: (pipeline) => refusedPublish(pipeline),
    says: /save a file/,
    details: (pipeline) => ({ prefix: keyPrefix(pipeline) }),
  },
  'publishVersion PRECONDITION_FAILED': {
    async provoke(pipeline) {
      await save(pipeline);
      await publish(pipeline);
      return refusedPublish(pipeline, { expected_version: 0 });
    },
    says: /look at it and try again/,
    details: () => ({ expected_version: 0, current_version: 1 }),
  },
  'publishVersion EMPTY_DRAFT': {
    async provoke(pipeline) {
      await save(pipeline);
      await publish(pipeline);
      await drafts.deleteFile(pipeline, 'pipeline.sql');
      return refusedPublish(pipeline);
    },
    says: /save some/,
  },
  'publishVersion MISSING_SOURCE': {
    async provoke(pipeline) {
      await drafts.saveFile(pipeline, 'sub/pipeline.sql', 'SELECT 1');
      return refusedPublish(pipeline);
    },
    says: /pipeline\.sql nor pipeline\.py/,
    details: () => ({ file_count: 1 }),
  },
  'publishVersion CHECKS_FAILED': {
    async provoke(pipeline) {
      await save(pipeline, ' ');
      return refusedPublish(pipeline);
    },
    says: /in pipeline\.sql; .*allow_failed_checks/,
    details: () => ({
      checks: {
        verdict: 'failed',
        valid: false,
        files: [{ path: 'pipeline.sql', errors: [EMPTY], warnings: [] }],
        more: 0,
      },
    }),
  },
  'publishVersion UNVERSIONED_FILES': {
    provoke: publishUnversioned,
    says: /save them again/,
    details: (pipeline) => ({ keys: [`${keyPrefix(pipeline)}old file.sql`] }),
  },
  'publishVersion IDEMPOTENCY_KEY_REUSED': {
    async provoke(pipeline) {
      await save(pipeline);
      const headers = { 'Idempotency-Key': displayName(pipeline) };
      await api.ok('publishVersion', { params: pipeline, body: { message }, headers });
      return refusedPublish(pipeline, { message: 'Another' }, headers);
    },
    says: /use a new key/,
    details: (pipeline) => ({ idempotency_key: displayName(pipeline) }),
  },
  'listVersions PIPELINE_NOT_FOUND': {
    provoke: (params) => api.refused('listVersions', { params }),
    says: /save a file/,
  },
  'getPipeline PIPELINE_NOT_FOUND': {
    provoke: (params) => api.refused('getPipeline', { params }),
    says: /save a file/,
  },
  'listVersions VERSION_NOT_FOUND': {
    async provoke(pipeline) {
      await save(pipeline);
      return api.refused('listVersions', { params: pipeline, query: { at: '2020-01-01T00:00:00Z' } });
    },
    says: /never been published/,
    details: () => ({ at: '2020-01-01T00:00:00.000Z', current_version: 0 }),
  },
  'getVersion VERSION_NOT_FOUND': {
    async provoke(pipeline) {
      await save(pipeline);
      await publish(pipeline);
      return api.refused('getVersion', { params: { ...pipeline, version_number: 2 } });
    },
    says: /its versions are 1 to 1/,
    details: () => ({ version_number: 2, current_version: 1 }),
  },
  'rollbackVersion VERSION_NOT_FOUND': {
    provoke: (pipeline) => refusedRollback(pipeline, 1),
    says: /never been published/,
    details: () => ({ version_number: 1, current_version: 0 }),
  },
  'rollbackVersion PINNED_FILES_MISSING': {
    async provoke(pipeline) {
      const pinned = await save(pipeline);
      await publish(pipeline);
      await save(pipeline, 'SELECT 2');
      await drafts.deleteFile(pipeline, 'pipeline.sql', pinned);
      return refusedRollback(pipeline, 1);
    },
    says: /Choose another version/,
    details: (pipeline) => ({ keys: [`${keyPrefix(pipeline)}pipeline.sql`] }),
  },
  'rollbackVersion PRECONDITION_FAILED': {
    async provoke(pipeline) {
      await save(pipeline);
      await publish(pipeline);
      return refusedRollback(pipeline, 1, { expected_version: 7 });
    },
    says: /look at it and try again/,
    details: () => ({ expected_version: 7, current_version: 1 }),
  },
  'rollbackVersion IDEMPOTENCY_KEY_REUSED': {
    async provoke(pipeline) {
      await save(pipeline);
      const headers = { 'Idempotency-Key': displayName(pipeline) };
      await api.ok('publishVersion', { params: pipeline, body: { message }, headers });
      return refusedRollback(pipeline, 1, {}, headers);
    },
    says: /use a new key/,
  },
  'publishVersion FROZEN': refusedByFreeze((pipeline) => refusedPublish(pipeline)),
  'rollbackVersion FROZEN': refusedByFreeze((pipeline) => refusedRollback(pipeline, 1)),
  'restoreDraft FROZEN': refusedByFreeze((params) =>
    api.refused('restoreDraft', { params, body: { version: 1 } }),
  ),
  'freezePipeline PIPELINE_NOT_FOUND': {
    provoke: (params) => api.refused('freezePipeline', { params, body: freezeBody() }),
    says: /save a file/,
  },
  'unfreezePipeline PIPELINE_NOT_FOUND': {
    provoke: (params) => api.refused('unfreezePipeline', { params }),
    says: /save a file/,
  },
  'checkDraft PIPELINE_NOT_FOUND': {
    provoke: (params) => api.refused('checkDraft', { params }),
    says: /save a file/,
  },
  'checkDraft VERSION_NOT_FOUND': {
    provoke: (params) => api.refused('checkDraft', { params, query: { version: 7 } }),
    says: /never been published/,
  },
  'reportRun VERSION_NOT_FOUND': {
    async provoke(pipeline) {
      await save(pipeline);
      await publish(pipeline);
      return api.refused('reportRun', {
        ...{ params: pipeline, body: { version_number: 2, run_id: 'r', state: 'running' } },
      });
    },
    says: /its versions are 1 to 1/,
    details: () => ({ version_number: 2, current_version: 1 }),
  },
  'getDraft PIPELINE_NOT_FOUND': {
    provoke: (params) => api.refused('getDraft', { params }),
    says: /save a file/,
  },
  'compareVersions PIPELINE_NOT_FOUND': {
    provoke: (params) => api.refused('compareVersions', { params }),
    says: /save a file/,
  },
  'compareVersions VERSION_NOT_FOUND': {
    async provoke(pipeline) {
      await save(pipeline);
      await publish(pipeline);
      return api.refused('compareVersions', { params: pipeline, query: { from: 2 } });
    },
    says: /its versions are 1 to 1/,
    details: () => ({ version_number: 2, current_version: 1 }),
  },
  'compareVersions NOT_PUBLISHED': {
    async provoke(pipeline) {
      await save(pipeline);
      return api.refused('compareVersions', { params: pipeline, query: { to: 'current' } });
    },
    says: /publish it first/,
  },
  'compareVersions PINNED_FILES_MISSING': {
    async provoke(pipeline) {
      const pinned = await save(pipeline);
      await publish(pipeline);
      await save(pipeline, 'SELECT 2');
      await drafts.deleteFile(pipeline, 'pipeline.sql', pinned);
      return api.refused('compareVersions', { params: pipeline, query: { patch: true } });
    },
    says: /compare without patch/,
    details: (pipeline) => ({ keys: [`${keyPrefix(pipeline)}pipeline.sql`] }),
  },
  'getPublished NOT_PUBLISHED': {
    async provoke(pipeline) {
      await save(pipeline);
      return api.refused('getPublished', { params: pipeline });
    },
    says: /publish it first/,
  },
  'getPublished VERSION_NOT_FOUND': {
    async provoke(pipeline) {
      await save(pipeline);
      await publish(pipeline);
      return api.refused('getPublished', { params: pipeline, query: { version: 5 } });
    },
    says: /its versions are 1 to 1/,
  },
};

test('every error that a route lists has a case here, or another suite that provokes it', () => {
  const listed = routeTable
    .filter(({ operationId }) => !OVERRIDING.includes(operationId))
    .flatMap(({ operationId, errors }) =>
      errors.filter((code) => !(code in ELSEWHERE)).map((code) => `${operationId} ${code}`),
    )
    .filter((name) => !(name in ELSEWHERE));
  const everyRoute = ['INVALID_REQUEST', 'BODY_TOO_LARGE', 'UNSUPPORTED_ENCODING'];

  expect(Object.keys(cases).toSorted()).toEqual(listed.toSorted());
  expect(COMMON.filter((code) => !(code in ELSEWHERE))).toEqual(everyRoute);
});

test.for(Object.entries(cases))(
  '%s says what happened, to what, and what to do',
  async ([name, expected], { skip }) => {
    skip(
      serverSet === 'deployed' && /(UNVERSIONED_FILES|BUCKET_NOT_VERSIONED)$/.test(name),
      'it would suspend the versioning of a bucket that other tests use',
    );
    skip(
      serverSet === 'deployed' && name in draftRunCases,
      'what it provokes takes a deployment with other settings',
    );
    const pipeline = uniquePipeline();

    const { error } = await expected.provoke(pipeline);

    expect(`${name.split(' ')[0]} ${error.code}`).toBe(name);
    expect(error.message).toContain(displayName(pipeline));
    expect(error.message).toMatch(expected.says);
    if (expected.details) expect(error.details).toEqual(expected.details(pipeline));
  },
);

/** By handler. */
const BODIES: Readonly<Record<string, object>> = {
  'restore-draft': { version: 1 },
  'get-version': { version_number: 1, run_id: 'r', state: 'running' },
  freeze: freezeBody(),
};

describe.each(routeTable.map((route) => [route.operationId as OperationId, route] as const))(
  '%s',
  (id, route) => {
    const params = { ...uniquePipeline(), version_number: 1, path: 'a.sql' };
    const body = BODIES[route.handler] ?? { message };

    test('refuses a query parameter that it does not know, by name', async () => {
      const { error } = await api.refused(id, {
        params,
        query: id === 'deleteAnyFile' ? 'path=a.sql&no_such_one=1' : 'no_such_one=1',
        ...(route.body && { body }),
      });

      expect(error).toMatchObject({
        code: 'INVALID_REQUEST',
        details: { fields: [{ in: 'query', field: 'no_such_one', problem: 'is not known' }] },
      });
    });

    test('refuses a body that is far too large, before anything else', async () => {
      const max_body_bytes = route.file?.maxBytes ?? 65_536;

      const { error } = await api.refused(id, { params, body: ' '.repeat(max_body_bytes + 1) });

      expect(error).toMatchObject({ code: 'BODY_TOO_LARGE', details: { max_body_bytes } });
    });

    test('refuses a body that is packed', async () => {
      // LocalStack unpacks gzip before its gateway sees the request.
      const headers = { 'Content-Encoding': 'br' };

      const { error } = await api.refused(id, { params, headers, body: '{}' });

      expect(error).toMatchObject({ code: 'UNSUPPORTED_ENCODING', details: { content_encoding: 'br' } });
    });

    test.skipIf(route.file)('takes a body only if it says so', async () => {
      const { error } = await api.refused(id, { params, body: '{"no_such_field": 1}' });

      expect(error.message).toContain(route.body ? 'body no_such_field is not known' : 'body is not taken');
      expect(error.code).toBe('INVALID_REQUEST');
    });

    test('answers 405 with the methods that it has to one that it has not', async () => {
      const { error, headers } = await api.refusedRaw('PATCH', filled(route));

      expect(error.code).toBe('METHOD_NOT_ALLOWED');
      const methods = routeTable.filter(({ path }) => path === route.path).flatMap(methodsOf);
      expect(headers.allow?.split(', ').toSorted()).toEqual(methods.toSorted());
    });
  },
);

function filled({ path }: Route): string {
  const { namespace, layer, name } = uniquePipeline();
  return path
    .replace('{namespace}/{layer}/{name}', `${namespace}/${layer}/${name}`)
    .replace('{namespace}', namespace)
    .replace('{version_number}', '1')
    .replace('{path+}', 'a.sql');
}

test('a refused publish or rollback stores nothing', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'notes.md', 'no source yet');

  await refusedPublish(pipeline);
  await refusedPublish(pipeline, { expected_version: 3 });
  await refusedRollback(pipeline, 1);

  const { body } = await api.ok('listVersions', { params: pipeline });
  expect(body).toEqual({ versions: [], total: 0, next_cursor: null });
});

test('a draft whose names no answer could list is refused, however few files it has', async () => {
  const pipeline = uniquePipeline();
  await save(pipeline);
  // An answer says such a character in seven bytes, a key of 1,024 bytes in one.
  const paths = numbersTo(499).map((number) => `${`${'\u0001'.repeat(224)}/`.repeat(4)}${number}.sql`);
  await drafts.saveFiles(pipeline, Object.fromEntries(paths.map((path) => [path, '-'])));

  const { error } = await refusedPublish(pipeline);

  expect(error).toMatchObject({
    code: 'DRAFT_TOO_LARGE',
    details: { file_count: 500, max_manifest_bytes: 6_000_000 },
  });
  expect(error.message).toMatch(/use fewer files or shorter names/);
});

test.each([
  '/api',
  '/api/v1',
  '/api/v1/pipelines/',
  '/api/v1/pipelines/a/silver',
  '//health',
  '/HEALTH',
  '/health/',
])('there is no %s, and the answer says where the routes are listed', async (target) => {
  const { error } = await api.refusedRaw('GET', target);

  expect(error.code).toBe('ROUTE_NOT_FOUND');
  expect(error.message).toContain('/api/v1/openapi.json');
});

// Where the portal is served, GET / shows it.
test('nothing can be posted to /', async () => {
  const { error } = await api.refusedRaw('POST', '/');

  expect(error.code).toBe('ROUTE_NOT_FOUND');
});

test.each(['%', '%zz', '%ff', '%c3%28', '%63lean_orders', '%2F'])(
  'a name is not decoded: %s is refused',
  async (name) => {
    const { error } = await api.refusedRaw('GET', `/api/v1/pipelines/tests/silver/${name}`);

    expect(error.code).toBe('INVALID_REQUEST');
    expect(error.message).toContain('path');
  },
);
