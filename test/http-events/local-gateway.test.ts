// The requests behind the fixtures, sent to the local gateway: it must make of them what AWS made.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { routeTable } from '../../functions/http/routes.ts';
import { exchange, type Outgoing } from '../infra/local/support/exchange.ts';
import { useGateway } from '../infra/local/support/running-gateway.ts';
import { type FixtureName, fixture, requests } from './fixtures.ts';
import { sentFields } from './read-fields.ts';

const sendable = Object.entries<Outgoing | null>(requests).flatMap(([name, request]) =>
  request === null ? [] : [[name as FixtureName, request] as const],
);

test.each(sendable)('%s', async (name, request) => {
  const echo = async (event: APIGatewayProxyEvent) => ({ statusCode: 200, body: JSON.stringify(event) });
  const handlers = Object.fromEntries(
    ['no-route', ...routeTable.map((route) => route.handler)].map((key) => [key, echo]),
  );
  const { url } = await useGateway(handlers, routeTable);

  const made: APIGatewayProxyEvent = JSON.parse((await exchange(url, request)).body);

  const wanted = fixture(name);
  expect(sentFields(made)).toEqual(sentFields(wanted));
  expect(made.resource).toBe(wanted.resource);
});
