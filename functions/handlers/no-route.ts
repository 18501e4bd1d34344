import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { errorEnvelope } from '../http/api-handler.ts';
import { noRoute } from '../http/match-route.ts';
import * as operations from '../http/operations.ts';

const table = Object.values(operations);

export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(errorEnvelope('noRoute'))
  .handler(async ({ httpMethod, path }) => {
    // A custom domain's base path stands before ours.
    throw noRoute(table, httpMethod, path.slice(Math.max(0, path.indexOf('/api/v1/'))));
  });
