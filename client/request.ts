// The types of requests and answers, derived from the generated ones.
import type { operations } from './operations.ts';
import type { Operations } from './types.ts';

export type OperationId = keyof typeof operations & keyof Operations;

type Optional = undefined;
/** An optional field may be `undefined`, too; it is not sent then. */
type Loose<T> = { readonly [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };
type Part<Name extends string, T> = undefined extends T
  ? { readonly [K in Name]?: Loose<T> | Optional }
  : object extends T
    ? { readonly [K in Name]?: Loose<T> }
    : { readonly [K in Name]: T extends Uint8Array ? T : Loose<T> };

interface Common {
  /** Such as `If-Match`, or `If-None-Match: *` for a save. The client makes an `Idempotency-Key` unless one is given. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

type Parts<O extends { readonly body?: unknown }> = O extends {
  readonly path: infer P;
  readonly query: infer Q;
}
  ? Part<'path', P> & Part<'query', Q> & Part<'body', O['body']>
  : never;

export type Request<Op extends OperationId> = Common & Parts<Operations[Op]>;

export interface Answer<Body> {
  /** 2xx. */
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** The answer to a request with `ifNoneMatch` while nothing has changed. */
export interface NotModified {
  readonly status: 304;
  readonly headers: Headers;
  readonly body: undefined;
}

/** `undefined` asks for the whole answer. */
interface Condition {
  /** The `ETag` header of an earlier answer, with its quotes. */
  readonly ifNoneMatch: string | undefined;
}

interface Conditional<Op extends OperationId> {
  (request: Request<Op> & Condition): Promise<Answer<Operations[Op]['reply']> | NotModified>;
  (request: Request<Op>): Promise<Answer<Operations[Op]['reply']>>;
}

/**
 * A method for each operation. Those whose answers have an `ETag` take `ifNoneMatch`, and may then resolve to
 * `NotModified`, whose `body` is `undefined`. Rejects with `ApiError`, `Unreachable` or the reason of the signal.
 */
export type Client = {
  readonly [Op in OperationId]: (typeof operations)[Op] extends { readonly takesETag: true }
    ? Conditional<Op>
    : object extends Request<Op>
      ? (request?: Request<Op>) => Promise<Answer<Operations[Op]['reply']>>
      : (request: Request<Op>) => Promise<Answer<Operations[Op]['reply']>>;
};

/** A request whose operation is not known at compile time. */
export interface AnyRequest extends Common, Partial<Condition> {
  readonly path?: object | undefined;
  readonly query?: object | undefined;
  readonly body?: object | undefined;
}
