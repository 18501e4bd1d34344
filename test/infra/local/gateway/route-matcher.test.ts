import { expect, test } from 'vitest';
import { createRouteMatcher, type GatewayRoute } from '../../../../infra/local/gateway/route-matcher.ts';

const routes: readonly GatewayRoute[] = [
  { method: 'GET', path: '/{any+}', handler: 'greedy' },
  { method: 'GET', path: '/p/{name}', handler: 'one' },
  { method: 'PUT', path: '/p/{name}', handler: 'put-one' },
  { method: 'POST', path: '/p/fixed', handler: 'fixed' },
  { method: 'GET', path: '/p/{name}/files/{path+}', handler: 'file' },
  { method: 'GET', path: '/open.json', handler: 'dot' },
];
const match = createRouteMatcher(routes);

test.each([
  ['GET', '/p/x', 'one'],
  ['HEAD', '/p/x', 'one'],
  ['PUT', '/p/x', 'put-one'],
  ['POST', '/p/fixed', 'fixed'],
  ['GET', '/p/x/files/a/b', 'file'],
  ['GET', '/other/x', 'greedy'],
  ['GET', '/open.json', 'dot'],
  ['GET', '/openXjson', 'greedy'],
])('%s %s goes to %s, the most specific that fits', (method, path, handler) => {
  expect(match(method, path).handler).toBe(handler);
});

test('the path is chosen before the method, as API Gateway does', () => {
  expect(match('GET', '/p/fixed').handler).toBe('no-route');
});

test('what no route takes goes to no-route as the greedy resource at the root', () => {
  expect(match('DELETE', '/p/a%20b')).toEqual({
    handler: 'no-route',
    resource: '/{proxy+}',
    pathParameters: { proxy: 'p/a%20b' },
  });
});

test('the root is a resource of its own', () => {
  expect(match('DELETE', '/')).toEqual({ handler: 'no-route', resource: '/', pathParameters: {} });
});
