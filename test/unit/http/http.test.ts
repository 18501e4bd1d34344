import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { readConfig } from '../../../functions/config.ts';
import { DomainError } from '../../../functions/domain/errors.ts';
import { callerOf } from '../../../functions/http/caller.ts';
import { asDomainError, errorReplies, toErrorReply } from '../../../functions/http/error-reply.ts';
import { noRoute } from '../../../functions/http/match-route.ts';
import { fitsAnswer, takePage } from '../../../functions/http/page.ts';
import { routeTable } from '../../../functions/http/routes.ts';

async function* rows(count: number, size: number) {
  for (let n = 1; n <= count; n++) yield { n, text: '"'.repeat(size) };
}

test('a page ends at its limit', async () => {
  const { rows: page, last } = await takePage(rows(10, 1), 3, (row) => row);

  expect({ length: page.length, last: last?.n }).toEqual({ length: 3, last: 3 });
});

test('a page is no larger than its bytes, counted as they stand escaped in the answer', async () => {
  const { rows: page, last } = await takePage(rows(10, 1_000), 10, (row) => row, 20_000);

  expect(Buffer.byteLength(JSON.stringify(JSON.stringify(page)))).toBeLessThanOrEqual(20_000);
  expect({ length: page.length, last: last?.n }).toEqual({ length: 4, last: 4 });
});

test('a page has one row even if that alone is too large', async () => {
  expect((await takePage(rows(2, 1_000), 10, (row) => row, 10)).rows).toHaveLength(1);
  expect(await takePage(rows(0, 1), 10, (row) => row)).toEqual({ rows: [], last: null });
});

test('an answer that Lambda cannot carry is known before it is sent', () => {
  const link = `https://bucket.example/key?X-Amz-Security-Token=${'t'.repeat(1_400)}`;
  const manifest = (files: number) => Array.from({ length: files }, () => ({ url: link, again: link }));

  expect(fitsAnswer(manifest(1_000))).toBe(true);
  expect(fitsAnswer(manifest(2_000))).toBe(false);
});

test('giving up before Lambda does is UNAVAILABLE: nobody knows what was stored', () => {
  const timeout = Object.assign(new Error('[handler.timeoutEarly]'), { name: 'TimeoutError' });

  expect(asDomainError(timeout, 'request-1')).toMatchObject({ code: 'UNAVAILABLE', cause: timeout });
});

test.each([
  ['an IAM user', { identity: { userArn: 'arn:aws:iam::1:user/ada' } }, 'arn:aws:iam::1:user/ada'],
  ['a Cognito token', { identity: {}, authorizer: { claims: { sub: 'sub-1' } } }, 'sub-1'],
  ['a Lambda authorizer', { identity: {}, authorizer: { principalId: 'user|2' } }, 'user|2'],
  ['nobody', { identity: { userArn: null } }, null],
])('the caller is taken from %s', (_, requestContext, caller) => {
  expect(callerOf({ requestContext } as unknown as APIGatewayProxyEvent)).toBe(caller);
});

test('a fault tells the caller nothing but the request id', () => {
  const error = asDomainError(new Error('password=secret'), 'request-1');
  const reply = toErrorReply(error, 'request-1');

  expect(reply.statusCode).toBe(500);
  expect(reply.body).not.toContain('secret');
  expect(JSON.parse(reply.body).error).toMatchObject({
    code: 'INTERNAL',
    type: 'INTERNAL',
    request_id: 'request-1',
  });
});

test.each(['VERSION_CONFLICT', 'THROTTLED', 'UNAVAILABLE'] as const)('%s says when to come again', (code) => {
  expect(toErrorReply(new DomainError(code, 'later'), 'r').headers).toHaveProperty('Retry-After');
});

test('every code keeps the status that clients rely on', () => {
  const statuses = Object.fromEntries(Object.entries(errorReplies).map(([code, [status]]) => [code, status]));

  expect(statuses).toEqual({
    UNAUTHENTICATED: 401,
    FORBIDDEN: 403,
    INVALID_REQUEST: 400,
    ROUTE_NOT_FOUND: 404,
    METHOD_NOT_ALLOWED: 405,
    BODY_TOO_LARGE: 413,
    PIPELINE_NOT_FOUND: 404,
    VERSION_NOT_FOUND: 404,
    FILE_NOT_FOUND: 404,
    NOT_PUBLISHED: 409,
    VERSION_CONFLICT: 409,
    DRAFT_CHANGING: 409,
    PINNED_FILES_MISSING: 409,
    PRECONDITION_FAILED: 412,
    EMPTY_DRAFT: 422,
    MISSING_SOURCE: 422,
    UNVERSIONED_FILES: 422,
    DRAFT_TOO_LARGE: 422,
    FILE_TOO_LARGE: 422,
    IDEMPOTENCY_KEY_REUSED: 422,
    DRAFT_RUNS_DISABLED: 403,
    THROTTLED: 429,
    UNAVAILABLE: 503,
    ANSWER_TOO_LARGE: 500,
    INTERNAL: 500,
  });
});

test('an unknown path is no route; a known one names its methods', () => {
  expect(noRoute(routeTable, 'GET', '/api/v1/nothing')).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
  expect(noRoute(routeTable, 'DELETE', '/api/v1/pipelines')).toMatchObject({
    code: 'METHOD_NOT_ALLOWED',
    details: { allow: ['GET'] },
  });
});

test('a setting that is missing, mistyped or unknown is named', () => {
  const right = { PIPELINES_TABLE: 't', PIPELINES_BUCKET: 'b' };

  expect(readConfig({ ...right, PATH: '/bin' })).toEqual({
    tableName: 't',
    bucketName: 'b',
    s3PathStyle: false,
    draftRuns: false,
  });
  expect(() => readConfig({})).toThrow(/PIPELINES_TABLE[\s\S]*PIPELINES_BUCKET/);
  expect(() => readConfig({ ...right, PIPELINES_BUKET: 'x' })).toThrow(/PIPELINES_BUKET/);
  expect(readConfig({ ...right, PIPELINES_DRAFT_RUNS: 'enabled' }).draftRuns).toBe(true);
  expect(() => readConfig({ ...right, PIPELINES_DRAFT_RUNS: 'true' })).toThrow(/PIPELINES_DRAFT_RUNS/);
  expect(() => readConfig({ ...right, PIPELINES_S3_PATH_STYLE: 'yes' })).toThrow(/PIPELINES_S3_PATH_STYLE/);
});
