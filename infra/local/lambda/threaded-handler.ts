// A Lambda function in a thread of its own, for functions that compute so long that all others would wait. In AWS every
// function has machines of its own.
import { Worker } from 'node:worker_threads';
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Invocation, Outcome } from './handler-thread.ts';
import type { ProxyHandler } from './handlers.ts';

export interface ThreadedHandler {
  /** Starts the thread at the first call. Rejects if the function does, or if its thread ends; the next call starts another. */
  readonly handler: ProxyHandler;
  /** Ends the thread; calls that are waiting reject. */
  close(): Promise<void>;
}

/** `module` exports `handler`. It gets the environment as it is at the first call. */
export function createThreadedHandler(module: URL): ThreadedHandler {
  let thread: Thread | undefined;
  const ended = () => {
    thread = undefined;
  };
  return {
    handler: (event, { functionName }) => {
      thread ??= startThread(module, ended);
      return thread.invoke(event, functionName);
    },
    async close() {
      await thread?.end();
    },
  };
}

interface Thread {
  invoke(event: Invocation['event'], functionName: string): Promise<APIGatewayProxyResult>;
  end(): Promise<unknown>;
}

function startThread(module: URL, ended: () => void): Thread {
  const waiting = new Map<number, PromiseWithResolvers<APIGatewayProxyResult>>();
  let calls = 0;
  const worker = new Worker(new URL('./handler-thread.ts', import.meta.url), {
    workerData: module.href,
    env: { ...process.env },
  });
  const rejectAll = (error: unknown) => {
    ended();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (outcome: Outcome) => {
    const call = waiting.get(outcome.id);
    waiting.delete(outcome.id);
    if ('result' in outcome) call?.resolve(outcome.result);
    else call?.reject(new Error(outcome.failure));
  });
  worker.on('error', rejectAll);
  worker.on('exit', () => rejectAll(new Error('its thread has ended')));
  return {
    invoke(event, functionName) {
      const call = Promise.withResolvers<APIGatewayProxyResult>();
      calls += 1;
      waiting.set(calls, call);
      worker.postMessage({ id: calls, event, functionName } satisfies Invocation);
      return call.promise;
    },
    end: () => worker.terminate(),
  };
}
