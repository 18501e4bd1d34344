import { describe, expect, test } from 'vitest';
import { eventOf } from '../support/running-gateway.ts';

describe('a request as a proxy event', () => {
  test('has the parts of payload format 1.0', async () => {
    const event = await eventOf({ target: '/things/a?x=1', headers: { 'User-Agent': 'test' } });

    expect(event).toMatchObject({
      resource: '/things/{name}',
      path: '/things/a',
      httpMethod: 'GET',
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        resourcePath: '/things/{name}',
        path: '/things/a',
        httpMethod: 'GET',
        stage: 'local',
        identity: { sourceIp: '127.0.0.1', userAgent: 'test', userArn: null },
      },
    });
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  test.each(['a%20b%2Fc+d%2525%C3%A9', '%', '%zz', '%E0%A4'])(
    'its path and its parameters stay as they were sent: %s',
    async (name) => {
      const event = await eventOf({ target: `/things/${name}` });

      expect(event.path).toBe(`/things/${name}`);
      expect(event.pathParameters).toEqual({ name });
    },
  );

  test('a greedy parameter takes the rest of the path', async () => {
    const event = await eventOf({ target: '/things/a/files/tests/quality/x%20y.sql' });

    expect(event.pathParameters).toEqual({ name: 'a', path: 'tests/quality/x%20y.sql' });
  });

  test('a slash at the end of a greedy parameter stays in the path only', async () => {
    const event = await eventOf({ target: '/things/a/files/tests/' });

    expect(event.path).toBe('/things/a/files/tests/');
    expect(event.pathParameters).toEqual({ name: 'a', path: 'tests' });
  });

  test('dots and double slashes in a path are left alone', async () => {
    const event = await eventOf({ target: '/things/a/files/../b//c' });

    expect(event.path).toBe('/things/a/files/../b//c');
    expect(event.pathParameters).toEqual({ name: 'a', path: '../b//c' });
  });

  test('a query is decoded, a plus is a space', async () => {
    const event = await eventOf({ target: '/echo?a=b+c%2Bd%20e&empty=&bare&%C3%A9=%26%3D&broken=%zz?' });

    expect(event.queryStringParameters).toEqual({
      a: 'b c+d e',
      empty: '',
      bare: '',
      é: '&=',
      broken: '%zz?',
    });
  });

  test('of a name that comes twice the last value counts and all are there', async () => {
    const event = await eventOf({ target: '/echo?x=1&y=2&x=3', headers: { 'X-Many': ['one', 'two'] } });

    expect(event.queryStringParameters).toEqual({ x: '3', y: '2' });
    expect(event.multiValueQueryStringParameters).toEqual({ x: ['1', '3'], y: ['2'] });
    expect(event.headers['X-Many']).toBe('two');
    expect(event.multiValueHeaders['X-Many']).toEqual(['one', 'two']);
  });

  test('names that an object has by itself are names like any other', async () => {
    const event = await eventOf({ target: '/echo?__proto__=a&constructor=b' });

    expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  test('what is not there is null', async () => {
    const event = await eventOf({ target: '/echo?' });

    expect(event.queryStringParameters).toBeNull();
    expect(event.multiValueQueryStringParameters).toBeNull();
    expect(event.pathParameters).toBeNull();
  });

  test.each([
    ['text', Buffer.from('{"message":"žluť 🐴"}')],
    ['no UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x61])],
  ])('a body that is %s comes as base64', async (_, body) => {
    const event = await eventOf({ method: 'POST', target: '/echo', body });

    expect(event.isBase64Encoded).toBe(true);
    expect(Buffer.from(event.body ?? '', 'base64')).toEqual(body);
  });
});
