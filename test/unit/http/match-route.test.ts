import { expect, test } from 'vitest';
import { noRoute } from '../../../functions/http/match-route.ts';
import { routeTable } from '../../../functions/http/routes.ts';

test('a path that no route has is not found', () => {
  const refusal = noRoute(routeTable, 'GET', '/api/v1/nothing');

  expect(refusal).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
});

test('a path that routes have with other methods names them', () => {
  const refusal = noRoute(routeTable, 'DELETE', '/api/v1/pipelines');

  expect(refusal).toMatchObject({ code: 'METHOD_NOT_ALLOWED', details: { allow: ['GET', 'HEAD'] } });
});

test('the methods of a path stand in one order, whatever the order of its routes', () => {
  const path = '/api/v1/namespaces/orders/freeze';
  const allow = ['GET', 'HEAD', 'PUT', 'DELETE'];

  expect(noRoute(routeTable, 'POST', path)).toMatchObject({ details: { allow } });
  expect(noRoute(routeTable.toReversed(), 'POST', path)).toMatchObject({ details: { allow } });
});
