import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { parseRequest } from '../../../functions/http/parse-request.ts';
import { requestKeyOf } from '../../../functions/http/request-key.ts';
import type { Route } from '../../../functions/http/route.ts';
import { routes } from '../../../functions/http/routes.ts';

const PIPELINE = { namespace: 'default', layer: 'silver', name: 'orders' };

function keyOf(route: Route, body: string, params: object = PIPELINE) {
  const headers = { 'idempotency-key': 'k' };
  const event = { path: '/path', pathParameters: params, headers, body, isBase64Encoded: false };
  return requestKeyOf(route, parseRequest(route, event as unknown as APIGatewayProxyEvent));
}

test('a field with a default that a later release adds makes no other request of a retry', () => {
  const { publishVersion } = routes;
  const schema = z.extend(publishVersion.body.schema, { checks: z._default(z.boolean(), true) });
  const later: Route = { ...publishVersion, body: { ...publishVersion.body, schema } };
  const sent = '{"message": "m"}';

  expect(keyOf(later, sent)).toEqual(keyOf(publishVersion, sent));
});

test('the order of fields and the writing of values make no other request, their values do', () => {
  const { publishVersion } = routes;
  const first = keyOf(publishVersion, '{"message": "m", "expected_version": 1}');

  expect(keyOf(publishVersion, '{"expected_version": 1.0,\n"message": "\\u006d"}')).toEqual(first);
  expect(keyOf(publishVersion, '{"message": "m", "expected_version": 2}')).not.toEqual(first);
  expect(keyOf(publishVersion, '{"message": "m"}')).not.toEqual(first);
});

test('a rollback without a body is another request than one to another version, and than a publish', () => {
  const { rollbackVersion } = routes;
  const to = (version_number: string, body = '') =>
    keyOf(rollbackVersion, body, { ...PIPELINE, version_number });

  expect(to('1')).toEqual(to('1', ' \n'));
  expect(to('1')).not.toEqual(to('2'));
});
