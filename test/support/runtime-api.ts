// The Lambda Runtime API for one runtime, which is a process of its own: hands it events and takes its answers.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RuntimeApi {
  /** For `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Resolves when the runtime asks for its first event; rejects if it says that it cannot start. */
  readonly ready: Promise<void>;
  /** What the function answers; rejects with what it, or its start, reports as an error. */
  invoke(event: unknown): Promise<unknown>;
  close(): Promise<void>;
}

interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly answer: PromiseWithResolvers<string>;
}

const ROOT = '/2018-06-01/runtime';
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:function';
const TIMEOUT_MS = 30_000;

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined); // every invocation fails with the same
  const { add, ask, finish } = createInvocations();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.replace(ROOT, '') ?? '';
    if (path === '/invocation/next') {
      ready.resolve();
      return ask(response);
    }
    const status = take(path, await text(request));
    response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
  }

  function take(path: string, body: string): number {
    const [, id = '', outcome] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (outcome !== undefined) return finish(id, outcome, body) ? 202 : 400;
    if (path !== '/init/error') return 404;
    ready.reject(new Error(`the function does not start: ${body}`));
    return 202;
  }

  const server = createServer((request, response) => {
    // Of a runtime that dies in the middle of a request.
    serve(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: ready.promise,
    async invoke(event) {
      const answer = Promise.withResolvers<string>();
      ready.promise.catch(answer.reject);
      add({ id: randomUUID(), event, answer });
      return JSON.parse(await answer.promise);
    },
    async close() {
      const closed = once(server, 'close');
      server.close().closeAllConnections();
      await closed;
    },
  };
}

/** Events wait here for the runtime's question, or the question for an event. */
function createInvocations() {
  const waiting: Invocation[] = [];
  const running = new Map<string, Invocation>();
  let question: ServerResponse | undefined;

  function handOut(): void {
    const invocation = question && waiting.shift();
    if (question === undefined || invocation === undefined) return;
    running.set(invocation.id, invocation);
    question.writeHead(200, headersOf(invocation)).end(JSON.stringify(invocation.event));
    question = undefined;
  }

  return {
    add(invocation: Invocation): void {
      waiting.push(invocation);
      handOut();
    },
    ask(response: ServerResponse): void {
      question = response;
      handOut();
    },
    /** Whether that invocation was waiting for it. */
    finish(id: string, outcome: string, body: string): boolean {
      const { answer } = running.get(id) ?? {};
      if (outcome === 'response') answer?.resolve(body);
      else answer?.reject(new Error(`the function failed: ${body}`));
      return running.delete(id);
    },
  };
}

function headersOf({ id }: Invocation): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': id,
    'Lambda-Runtime-Deadline-Ms': String(Date.now() + TIMEOUT_MS),
    'Lambda-Runtime-Invoked-Function-Arn': FUNCTION_ARN,
  };
}
