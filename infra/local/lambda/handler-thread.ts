// Runs in a thread of its own (threaded-handler.ts): one Lambda function, called by messages.

import { parentPort, workerData } from 'node:worker_threads';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { lambdaContext } from './context.ts';
import type { ProxyHandler } from './handlers.ts';

export interface Invocation {
  readonly id: number;
  readonly event: APIGatewayProxyEvent;
  readonly functionName: string;
}

export type Outcome =
  | { readonly id: number; readonly result: APIGatewayProxyResult }
  | { readonly id: number; readonly failure: string };

const { handler }: { handler: ProxyHandler } = await import(workerData);

async function outcomeOf({ id, event, functionName }: Invocation): Promise<Outcome> {
  try {
    return { id, result: await handler(event, lambdaContext(functionName)) };
  } catch (error) {
    return { id, failure: error instanceof Error ? `${error.stack}` : String(error) };
  }
}

parentPort?.on('message', async (invocation: Invocation) => {
  parentPort?.postMessage(await outcomeOf(invocation));
});
