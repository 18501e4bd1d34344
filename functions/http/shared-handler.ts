// A function that several rows of the route table share: the row that the request came by decides what runs.
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { methodsOf, type Operation } from './route.ts';

export type ApiHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** API Gateway leads nothing else here. */
export function sharedHandler(
  rows: readonly (readonly [route: Operation, handler: ApiHandler])[],
): ApiHandler {
  return async (event, context) => {
    const row = rows.find(([route]) => isOf(route, event));
    if (row === undefined) throw new Error(`no row for ${event.httpMethod} ${event.resource}`);
    const [, handler] = row;
    return handler(event, context);
  };
}

function isOf(route: Operation, { httpMethod, resource }: APIGatewayProxyEvent): boolean {
  return route.path === resource && methodsOf(route).some((method) => method === httpMethod);
}
