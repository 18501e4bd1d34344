// Every way a request can be refused, as data. Thrown by domain and use cases, turned into a reply by http/.

export type ErrorCode =
  | 'INVALID_REQUEST'
  | 'FORBIDDEN'
  | 'ROUTE_NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'BODY_TOO_LARGE'
  | 'UNSUPPORTED_ENCODING'
  | 'PIPELINE_NOT_FOUND'
  | 'VERSION_NOT_FOUND'
  | 'FILE_NOT_FOUND'
  | 'NOT_PUBLISHED'
  | 'VERSION_CONFLICT'
  | 'DRAFT_CHANGING'
  | 'PINNED_FILES_MISSING'
  | 'PATH_CONFLICT'
  | 'PRECONDITION_FAILED'
  | 'FROZEN'
  | 'EMPTY_DRAFT'
  | 'MISSING_SOURCE'
  | 'UNVERSIONED_FILES'
  | 'BUCKET_NOT_VERSIONED'
  | 'DRAFT_TOO_LARGE'
  | 'CHECKS_FAILED'
  | 'CHECK_UNAVAILABLE'
  | 'FILE_TOO_LARGE'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'DRAFT_RUNS_DISABLED'
  | 'THROTTLED'
  | 'UNAVAILABLE'
  | 'ANSWER_TOO_LARGE'
  | 'INTERNAL';

export type ErrorDetails = Readonly<Record<string, unknown>>;

/** A refusal with a sentence for people (what happened, to what, what to do) and `details` for programs. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;

  constructor(code: ErrorCode, message: string, details?: ErrorDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}
