import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { routeTable } from '../../../functions/http/routes.ts';
import { firstEvent } from './first-events.ts';

const handlers = [...new Set(routeTable.map(({ handler }) => handler))];

test.each(handlers)('%s is asked by a route of its own, with all parameters', (handler) => {
  const { httpMethod, resource, path: target } = firstEvent(handler).event as APIGatewayProxyEvent;

  const own = routeTable.filter((route) => route.handler === handler);
  expect(own.map(({ method, path }) => `${method} ${path}`)).toContain(`${httpMethod} ${resource}`);
  expect(target).not.toMatch(/[{}]/);
});

test('an error is no success, but for the function that has nothing else to say', () => {
  const statuses = [200, 201, 404, 500];
  const successes = (name: string) =>
    statuses.filter((statusCode) => firstEvent(name).isSuccess({ statusCode }));

  expect(successes('get-pipeline')).toEqual([200, 201]);
  expect(successes('no-route')).toEqual([404]);
  expect(firstEvent('observe-drafts').isSuccess({ batchItemFailures: [] })).toBe(true);
  expect(firstEvent('observe-drafts').isSuccess({ batchItemFailures: [{ itemIdentifier: 'a' }] })).toBe(
    false,
  );
});

test('a function that nobody knows to ask is named', () => {
  expect(() => firstEvent('new-function')).toThrow('new-function');
});
