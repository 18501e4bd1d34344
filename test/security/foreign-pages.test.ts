// What a web page of somebody else can have a browser send to the servers of `npm start`: each attack is carried out
// with the bytes that a browser would send.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFlags } from '../../infra/local/service/flags.ts';
import { type LocalServer, startLocalServer } from '../../infra/local/service/local-server.ts';
import { exchange, type Outgoing } from '../infra/local/support/exchange.ts';
import { ANY_PORTS } from '../infra/local/support/server-process.ts';
import { sendBytes, signed } from '../infra/s3-server/raw-request.ts';

let dataDir: string;
let server: LocalServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'security-'));
  server = await startLocalServer(parseFlags([...ANY_PORTS, '--data', dataDir]));
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

const PIPELINE = '/api/v1/pipelines/default/silver/clean_orders';
const AMZ_JSON = 'application/x-amz-json-1.0';
const ANY_SIGNATURE =
  'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

const dynamodb = (operation: string, body: string): Outgoing => ({
  method: 'POST',
  target: '/',
  headers: {
    'content-type': AMZ_JSON,
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization: ANY_SIGNATURE,
  },
  body,
});

type Headers = Record<string, string>;

/** For each listener, a request that it grants to programs; the headers are those that a browser adds. */
const granted = {
  api: async (headers: Headers, method = 'GET') => ({
    url: server.apiUrl,
    request: { method, target: `${PIPELINE}/draft`, headers },
  }),
  // Whoever knows the keys signs for the name by which it calls the server.
  s3: async (headers: Headers, method = 'GET') => ({
    url: server.s3Url,
    request: await signed(server.s3Url, { method, target: '/pipelines', headers }),
  }),
  dynamodb: async (headers: Headers, method = 'POST') => {
    const body = method === 'POST' ? JSON.stringify({ TableName: 'pipeline-versions' }) : '';
    const scan = dynamodb('Scan', body);
    return {
      url: server.dynamodbUrl,
      request: { ...scan, method, headers: { ...scan.headers, ...headers } },
    };
  },
};
type Listener = keyof typeof granted;
const listeners = Object.keys(granted) as Listener[];

async function sent(listener: Listener, headers: Headers, method?: string) {
  const { url, request } = await granted[listener](headers, method);
  return exchange(url, request);
}

describe.each(listeners)('%s', (listener) => {
  test('answers a program, and its own pages', async () => {
    const { url: own } = await granted[listener]({});

    expect((await sent(listener, {})).status).toBe(200);
    expect((await sent(listener, { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' })).status).toBe(
      200,
    );
    expect((await sent(listener, { 'sec-fetch-site': 'same-origin', origin: own })).status).toBe(200);
  });

  test.each([
    ['a page of another site', { origin: 'https://example.com' }],
    ['a page in a sandbox', { origin: 'null' }],
    ['a page on another port of this machine', { origin: 'http://127.0.0.1:1' }],
    [
      'a script of another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
    ],
    [
      'an image of a page on another port',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    ],
    [
      'a frame of another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
    ['a name of another site that leads here', { host: 'rebound.example.com:8080' }],
    ['such a name and its own page', { host: 'rebound.example.com', origin: 'http://rebound.example.com' }],
    ['a name that begins like ours', { host: 'localhost.example.com' }],
  ])('refuses %s, and shares nothing with it', async (_, headers) => {
    const { status, headers: answered } = await sent(listener, headers);

    expect(status).toBe(403);
    expect(Object.keys(answered).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test('refuses the question before a request that is not simple', async () => {
    const { status, headers } = await sent(
      listener,
      {
        origin: 'https://example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-amz-target',
      },
      'OPTIONS',
    );

    expect(status).toBe(403);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test('refuses a form of another site that is sent by pressing its button', async () => {
    const { status } = await sent(
      listener,
      {
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        'sec-fetch-user': '?1',
      },
      'POST',
    );

    expect(status).toBe(403);
  });

  test.each([
    ['an answer', {}, undefined],
    ['a refusal', { origin: 'https://example.com' }, undefined],
    ['an answer to a method that it lacks', {}, 'PATCH'],
  ])(
    '%s may be embedded by no other page, and is taken for what it says it is',
    async (_, headers, method) => {
      const reply = await sent(listener, headers, method);

      expect(reply.headers).toMatchObject({
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
    },
  );

  test('so does the answer to bytes that are no request', async () => {
    const { url } = await granted[listener]({});

    const reply = await sendBytes(url, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nno header\r\n\r\n');

    expect(reply).toMatch(/^HTTP\/1.1 400 /);
    expect(reply.toLowerCase()).toContain('cross-origin-resource-policy: same-origin\r\n');
    expect(reply.toLowerCase()).toContain('x-content-type-options: nosniff\r\n');
  });
});

const LINK = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

test('a link on a page of another site opens the portal, and no answer of the API', async () => {
  const page = await exchange(server.apiUrl, { target: '/', headers: LINK });
  const deep = await exchange(server.apiUrl, {
    target: '/pipelines/default/silver/clean_orders',
    headers: LINK,
  });
  const api = await exchange(server.apiUrl, { target: `${PIPELINE}/draft`, headers: LINK });
  const refresh = await exchange(server.apiUrl, { target: `${PIPELINE}?refresh=true`, headers: LINK });

  expect([page.status, deep.status, api.status, refresh.status]).toEqual([200, 200, 403, 403]);
});

test('a presigned link opens from wherever it was pasted', async () => {
  expect((await sent('s3', LINK)).status).toBe(200);
});

describe('the embedded DynamoDB', () => {
  test.each(['null', '[]', '1', '"text"', '{', ''])(
    'refuses the body %j with 400, and goes on',
    async (body) => {
      const reply = await exchange(server.dynamodbUrl, dynamodb('Scan', body));

      expect(reply.status).toBe(400);
      expect(JSON.parse(reply.body).__type).toMatch(/#SerializationException$/);
      expect((await sent('dynamodb', {})).status).toBe(200);
    },
  );

  test('refuses with 400 what its checks stumble over, and the operations that nobody here needs', async () => {
    const values =
      '{"TableName":"pipeline-versions","FilterExpression":"a","ExpressionAttributeValues":{":n":null}}';
    const tags =
      '{"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/pipeline-versions","Tags":[{}]}';

    const [stumbled, unknown] = [
      await exchange(server.dynamodbUrl, dynamodb('Scan', values)),
      await exchange(server.dynamodbUrl, dynamodb('TagResource', tags)),
    ];

    expect([stumbled.status, unknown.status]).toEqual([400, 400]);
    expect(JSON.parse(stumbled.body).__type).toMatch(/#SerializationException$/);
    expect(JSON.parse(unknown.body).__type).toMatch(/#UnknownOperationException$/);
  });

  test('answers whoever asks without an operation that it is there', async () => {
    const reply = await exchange(server.dynamodbUrl, { target: '/' });

    expect(reply.status).toBe(200);
  });
});
