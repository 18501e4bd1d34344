// The Lambda functions, imported from functions/handlers by name. Importing one is its cold start.
import type {
  APIGatewayProxyEvent,
  APIGatewayProxyResult,
  Context,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';

type AsyncHandler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

export type ProxyHandler = AsyncHandler<APIGatewayProxyEvent, APIGatewayProxyResult>;
export type QueueHandler = AsyncHandler<SQSEvent, SQSBatchResponse | undefined>;

export const loadProxyHandler = (name: string) => loadHandler<ProxyHandler>(name);
export const loadQueueHandler = (name: string) => loadHandler<QueueHandler>(name);

/** Where a function's code is. */
export const handlerModule = (name: string) =>
  new URL(`../../../functions/handlers/${name}.ts`, import.meta.url);

async function loadHandler<Handler>(name: string): Promise<Handler> {
  const { handler } = await import(handlerModule(name).href);
  if (typeof handler !== 'function') throw new Error(`functions/handlers/${name}.ts exports no handler`);
  return handler;
}
