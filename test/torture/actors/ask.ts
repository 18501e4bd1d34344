// One request to the API and its answer, as a client sees it: answered by the book, or without an outcome. An answer
// that no client should get is reported.
import { setTimeout as pause } from 'node:timers/promises';
import { errorReply } from '../../../functions/http/replies.ts';
import type { Route } from '../../../functions/http/route.ts';
import { routes } from '../../../functions/http/routes.ts';
import { exchange, type HttpAnswer } from '../../support/exchange.ts';
import type { Service } from '../service.ts';

export type OperationId = keyof typeof routes;

export interface Request {
  /** Below the pipeline's own address, such as `/publish`. */
  readonly target: string;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly began: number;
  readonly ended: number;
  /** `null`: no answer came. */
  readonly answer: HttpAnswer | null;
  /** The answer's body, if it is JSON. */
  readonly body: unknown;
  /** Of an error. */
  readonly code: string | null;
}

export type Report = (fault: string, began: number, ended: number) => void;

export type Ask = (operation: OperationId, request: Request) => Promise<Asked>;

/** Longer than API Gateway waits. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 20;

export function createAsk(service: Service, address: string, report: Report): Ask {
  return async (operation, { target, body, headers = {} }) => {
    await service.up();
    const route: Route = routes[operation];
    const began = performance.now();
    const sent = exchange(service.apiUrl, {
      method: route.method,
      target: address + target,
      headers: Object.entries(headers).flat(),
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    }).catch(() => null);
    const answer = await orReport(sent, () =>
      report(`${operation} is not answered`, began, performance.now()),
    );
    const ended = performance.now();
    if (answer === null) {
      // Killed, and perhaps not yet known to be.
      await pause(AGAIN_MS);
      return { began, ended, answer, body: null, code: null };
    }
    const asked = { began, ended, answer, ...readBody(answer) };
    const fault = faultIn(route, asked);
    if (fault !== null) report(`${operation} ${target}: ${fault}`, began, ended);
    return asked;
  };
}

/** Reports what takes too long, and goes on waiting: it may still do something. */
async function orReport<T>(asked: Promise<T>, report: () => void): Promise<T> {
  const timer = setTimeout(report, PATIENCE_MS);
  return asked.finally(() => clearTimeout(timer));
}

function readBody({ status, headers, bytes }: HttpAnswer): Pick<Asked, 'body' | 'code'> {
  const isJson = /json/.test(headers['content-type'] ?? '') && bytes.length > 0;
  const body: unknown = isJson ? JSON.parse(bytes.toString()) : null;
  const refusal = status >= 400 ? errorReply.safeParse(body) : null;
  return { body, code: refusal?.data?.error.code ?? null };
}

/** What is wrong with the answer itself. */
function faultIn(route: Route, { answer, body, code }: Asked): string | null {
  if (answer === null) return null;
  const { status, headers, bytes } = answer;
  const shown = bytes.toString().slice(0, 500);
  if (status >= 400) {
    if (code === null) return `${status} without our envelope: ${shown}`;
    if (status === 500 || status === 400) return `${status}: ${shown}`;
    const waits = status === 429 || status === 503;
    return waits && headers['retry-after'] === undefined ? `${status} without Retry-After` : null;
  }
  const reply = route.replies[status];
  if (reply === undefined) return `${status} is not among its answers`;
  if (reply.isFile || reply.schema === undefined) return null;
  const parsed = reply.schema.safeParse(body);
  return parsed.success ? null : `${status} of another shape: ${parsed.error.message}`;
}
