// What a row of the route table says. The local gateway, the deployment, OpenAPI and the tests all read it.
import type { z } from 'zod';
import type { ZodMiniObject } from 'zod/mini';
import type { ErrorCode } from '../domain/errors.ts';
import type { Role } from '../domain/roles.ts';

export interface RouteReply {
  readonly description: string;
  /** Of JSON; left out of replies without a body, and of those that are a file's bytes. */
  readonly schema?: z.ZodType;
  readonly isFile?: true;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Everything that the function may do: the deployment grants exactly this. */
export interface Needs {
  /**
   * read: items of a pipeline; list: the index of pipelines; news: that of news; observe: the state's draft; publish:
   * `current` and history; freeze: freezes; runs: what executors report.
   */
  readonly table: readonly (
    | 'read'
    | 'list'
    | 'news'
    | 'observe'
    | 'publish'
    | 'freeze'
    | 'runs'
    | 'release'
  )[];
  /**
   * list: the bucket; versioning: whether the bucket keeps versions; lifecycle: the bucket's rules; head: objects and
   * their versions; read: pinned versions; read-draft: current objects; write and delete: current objects; copy: an old
   * version over the current one.
   */
  readonly bucket: readonly (
    | 'list'
    | 'versioning'
    | 'lifecycle'
    | 'head'
    | 'read'
    | 'read-draft'
    | 'write'
    | 'delete'
    | 'copy'
  )[];
}

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as const;

export type Method = (typeof METHODS)[number];

/** What a function needs of its route. */
export interface Operation {
  readonly operationId: string;
  readonly method: Exclude<Method, 'HEAD'>;
  /** As API Gateway and OpenAPI write it: `/api/v1/pipelines/{namespace}`. */
  readonly path: string;
  readonly params: ZodMiniObject;
  readonly query: ZodMiniObject;
  readonly body?: { readonly schema: ZodMiniObject; readonly required: boolean };
  /** Takes a body of any bytes instead of JSON, none included. */
  readonly file?: { readonly maxBytes: number };
  /** Request headers by their documented names; the route ignores others. */
  readonly headers?: ZodMiniObject;
  /** Whether the route takes an `Idempotency-Key`. */
  readonly idempotent?: boolean;
}

export interface Route extends Operation {
  readonly summary: string;
  /** Sent twice, a request of this POST does what it does sent once: clients may repeat it. */
  readonly repeatable?: true;
  /** Name of the file in functions/handlers that exports `handler`. Rows with the same one share a function. */
  readonly handler: string;
  /**
   * What callers with a token need, in the namespace of the path, or in any namespace where the path has none. A reader
   * reads and reports its runs, an editor changes drafts, a publisher changes what runs use, an operator freezes, overrides freezes, and asks
   * how the service itself is.
   */
  readonly role: Role;
  readonly replies: Readonly<Record<number, RouteReply>>;
  /** Besides those that every route may answer. */
  readonly errors: readonly ErrorCode[];
  readonly needs: Needs;
}

/** A route of GET answers HEAD as well: the same answer, of which the gateway sends no body (RFC 9110 §9.3.2). */
export function methodsOf({ method }: Pick<Operation, 'method'>): readonly Method[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}
