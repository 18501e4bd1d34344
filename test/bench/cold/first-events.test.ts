import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { routeTable } from '../../../functions/http/routes.ts';
import { firstEvent } from './first-events.ts';

test.each(routeTable)('$handler is asked by its own route, with all parameters', ({ handler, ...route }) => {
  const { httpMethod, resource, path } = firstEvent(handler).event as APIGatewayProxyEvent;

  expect([httpMethod, resource]).toEqual([route.method, route.path]);
  expect(path).not.toMatch(/[{}]/);
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
