// Every error as a reply: its status, its family, and the envelope of docs/api.md.
import type { APIGatewayProxyResult } from 'aws-lambda';
import { DomainError, type ErrorCode } from '../domain/errors.ts';

export const FAMILIES = [
  'VALIDATION',
  'AUTHENTICATION',
  'AUTHORIZATION',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMIT',
  'INTERNAL',
  'UNAVAILABLE',
] as const;

/** Errors that API Gateway alone answers, without a function (infra/aws/gateway-errors.ts). */
type GatewayCode = 'UNAUTHENTICATED';

export type ReplyCode = ErrorCode | GatewayCode;

/** Every code that a client can get, with its status and family. */
export const errorReplies = {
  UNAUTHENTICATED: [401, 'AUTHENTICATION'],
  FORBIDDEN: [403, 'AUTHORIZATION'],
  INVALID_REQUEST: [400, 'VALIDATION'],
  ROUTE_NOT_FOUND: [404, 'NOT_FOUND'],
  METHOD_NOT_ALLOWED: [405, 'VALIDATION'],
  BODY_TOO_LARGE: [413, 'VALIDATION'],
  UNSUPPORTED_ENCODING: [415, 'VALIDATION'],
  PIPELINE_NOT_FOUND: [404, 'NOT_FOUND'],
  VERSION_NOT_FOUND: [404, 'NOT_FOUND'],
  FILE_NOT_FOUND: [404, 'NOT_FOUND'],
  NOT_PUBLISHED: [409, 'CONFLICT'],
  VERSION_CONFLICT: [409, 'CONFLICT'],
  DRAFT_CHANGING: [409, 'CONFLICT'],
  PINNED_FILES_MISSING: [409, 'CONFLICT'],
  BUCKET_NOT_VERSIONED: [409, 'CONFLICT'],
  PATH_CONFLICT: [409, 'CONFLICT'],
  PRECONDITION_FAILED: [412, 'CONFLICT'],
  FROZEN: [423, 'CONFLICT'],
  EMPTY_DRAFT: [422, 'VALIDATION'],
  MISSING_SOURCE: [422, 'VALIDATION'],
  UNVERSIONED_FILES: [422, 'VALIDATION'],
  DRAFT_TOO_LARGE: [422, 'VALIDATION'],
  CHECKS_FAILED: [422, 'VALIDATION'],
  CHECK_UNAVAILABLE: [503, 'UNAVAILABLE'],
  FILE_TOO_LARGE: [422, 'VALIDATION'],
  IDEMPOTENCY_KEY_REUSED: [422, 'VALIDATION'],
  DRAFT_RUNS_DISABLED: [403, 'AUTHORIZATION'],
  THROTTLED: [429, 'RATE_LIMIT'],
  UNAVAILABLE: [503, 'UNAVAILABLE'],
  ANSWER_TOO_LARGE: [500, 'INTERNAL'],
  INTERNAL: [500, 'INTERNAL'],
} as const satisfies Record<ReplyCode, readonly [status: number, family: (typeof FAMILIES)[number]]>;

export const RETRY_AFTER_SECONDS: Partial<Record<ReplyCode, number>> = {
  VERSION_CONFLICT: 1,
  DRAFT_CHANGING: 1,
  THROTTLED: 2,
  UNAVAILABLE: 2,
  CHECK_UNAVAILABLE: 2,
};

export function toErrorReply(error: DomainError, requestId: string): APIGatewayProxyResult {
  const { code, message, details } = error;
  const [statusCode, type] = errorReplies[code];
  const retryAfter = RETRY_AFTER_SECONDS[code];
  const allow = details?.allow;
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
      ...(Array.isArray(allow) && { Allow: allow.join(', ') }),
    },
    body: JSON.stringify({
      error: { code, type, message, ...(details && { details }), request_id: requestId },
    }),
  };
}

/** Anything that is not a refusal of ours is a fault: the caller learns only the request's id. */
export function asDomainError(thrown: unknown, requestId: string): DomainError {
  if (thrown instanceof DomainError) return thrown;
  // middy gives up just before Lambda would: whether anything was stored is not known.
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    const message = 'This took too long; try again in a moment. If you sent an Idempotency-Key, repeat it.';
    return new DomainError('UNAVAILABLE', message, undefined, thrown);
  }
  const message = `Something went wrong on our side; report request ${requestId} to those who run this service.`;
  return new DomainError('INTERNAL', message, undefined, thrown);
}
