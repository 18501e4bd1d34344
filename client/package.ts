// What the package exports as pipeline-versioning/client.
export { type ClientOptions, createClient } from './client.ts';
export { ApiError, type Refusal, Unreachable } from './errors.ts';
export type { Answer, Client, NotModified, OperationId, Request } from './request.ts';
export type { RetryOptions } from './retry.ts';
export type { HttpRequest, Sign } from './send.ts';
export type * from './types.ts';
