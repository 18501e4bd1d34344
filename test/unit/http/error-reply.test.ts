import { expect, test } from 'vitest';
import { DomainError } from '../../../functions/domain/errors.ts';
import { asDomainError, errorReplies, toErrorReply } from '../../../functions/http/error-reply.ts';

test('giving up before Lambda does is UNAVAILABLE: nobody knows what was stored', () => {
  const timeout = Object.assign(new Error('[handler.timeoutEarly]'), { name: 'TimeoutError' });

  const error = asDomainError(timeout, 'request-1');

  expect(error).toMatchObject({ code: 'UNAVAILABLE', cause: timeout });
});

test('a fault tells the caller nothing but the request id', () => {
  const fault = new Error('password=secret');

  const reply = toErrorReply(asDomainError(fault, 'request-1'), 'request-1');

  expect(reply.statusCode).toBe(500);
  expect(reply.body).not.toContain('secret');
  expect(JSON.parse(reply.body).error).toMatchObject({
    code: 'INTERNAL',
    type: 'INTERNAL',
    request_id: 'request-1',
  });
});

test.each(['VERSION_CONFLICT', 'THROTTLED', 'UNAVAILABLE', 'CHECK_UNAVAILABLE'] as const)(
  '%s says when to come again',
  (code) => {
    const reply = toErrorReply(new DomainError(code, 'later'), 'request-1');

    expect(reply.headers).toHaveProperty('Retry-After');
  },
);

test('every code keeps the status that clients rely on', () => {
  const statuses = Object.fromEntries(Object.entries(errorReplies).map(([code, [status]]) => [code, status]));

  expect(statuses).toEqual({
    UNAUTHENTICATED: 401,
    FORBIDDEN: 403,
    INVALID_REQUEST: 400,
    ROUTE_NOT_FOUND: 404,
    METHOD_NOT_ALLOWED: 405,
    BODY_TOO_LARGE: 413,
    UNSUPPORTED_ENCODING: 415,
    PIPELINE_NOT_FOUND: 404,
    VERSION_NOT_FOUND: 404,
    FILE_NOT_FOUND: 404,
    NOT_PUBLISHED: 409,
    VERSION_CONFLICT: 409,
    BUCKET_NOT_VERSIONED: 409,
    DRAFT_CHANGING: 409,
    PINNED_FILES_MISSING: 409,
    PATH_CONFLICT: 409,
    PRECONDITION_FAILED: 412,
    FROZEN: 423,
    EMPTY_DRAFT: 422,
    MISSING_SOURCE: 422,
    UNVERSIONED_FILES: 422,
    DRAFT_TOO_LARGE: 422,
    CHECKS_FAILED: 422,
    CHECK_UNAVAILABLE: 503,
    FILE_TOO_LARGE: 422,
    IDEMPOTENCY_KEY_REUSED: 422,
    DRAFT_RUNS_DISABLED: 403,
    THROTTLED: 429,
    UNAVAILABLE: 503,
    ANSWER_TOO_LARGE: 500,
    INTERNAL: 500,
  });
});
