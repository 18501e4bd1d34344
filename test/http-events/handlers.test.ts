// Events as AWS sends them, through the functions as they are deployed, on the servers of SERVER_SET.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_LAYOUT_SETTINGS } from '../../functions/domain/layout.ts';
import { lambdaContext } from '../../infra/local/lambda/context.ts';
import { loadProxyHandler } from '../../infra/local/lambda/handlers.ts';
import { type AwsBackend, startAws } from '../contract/backends.ts';
import { type FixtureName, fixture } from './fixtures.ts';
import { MADE_BY_AWS, SENT_BY_CLIENTS } from './read-fields.ts';
import { watched } from './watched-event.ts';

const DRAFT = 'default/pipelines/silver/clean_orders/pipeline.sql';
const read = new Set<string>();
let backend: AwsBackend;

beforeAll(async () => {
  backend = await startAws();
  await backend.bucket.put(DRAFT, 'SELECT 1');
  await send('publish-version', 'custom-domain'); // so that every event has a version to find
});
afterAll(() => backend.close());

async function send(handler: string, event: FixtureName | APIGatewayProxyEvent) {
  const run = await loadProxyHandler(handler);
  const asSent = typeof event === 'string' ? fixture(event) : event;
  const { body, ...reply } = await run(watched(asSent, read), lambdaContext(handler));
  return { ...reply, body: body === '' ? null : JSON.parse(body) };
}

describe('the sample in AWS’s documentation', () => {
  test('as it stands there is no route of ours', async () => {
    const { statusCode, body } = await send('no-route', 'documentation-sample');

    expect(statusCode).toBe(404);
    expect(body.error).toMatchObject({
      code: 'ROUTE_NOT_FOUND',
      request_id: 'deef4878-7910-11e6-8f14-25afc3e9ae33',
    });
  });

  test('at our route publishes, though its requestContext has less than those of today', async () => {
    const { statusCode, body } = await send('publish-version', 'documentation-sample-publish');

    expect(statusCode).toBe(201);
    expect(body).toMatchObject({ message: 'hello', created_by: null });
  });
});

describe('paths', () => {
  test('a pipeline has one URL: encoded names are refused, as a policy by path might not know them', async () => {
    const { statusCode, body } = await send('get-pipeline', 'encoded-path');

    expect(statusCode).toBe(400);
    expect(body.error).toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringMatching(/path layer must be one of .* path name must start with/),
    });
  });

  test('a path that no route takes is named as it was sent', async () => {
    const { body } = await send('no-route', 'greedy-path');

    expect(body.error.message).toContain('/folders/a%20b/100%25+%C3%A9/');
  });

  test('the path of a file is decoded, once, and its plus stays one', async () => {
    const { statusCode, body } = await send('get-file', 'file-path');

    expect([statusCode, body.error.details.path]).toEqual([404, 'a b/100%+é']);
  });

  test.each([
    ['a stage', 'publish-version', 'publish-by-iam-user', '/prod/api/v1'],
    ['the base path of a domain', 'publish-version', 'custom-domain', '/etl/api/v1'],
    ['a stage', 'rollback-version', 'rollback-by-assumed-role', '/prod/api/v1'],
  ] as const)('behind %s, the Location of %s (%s) leads to the version', async (_, handler, name, start) => {
    const { headers, body } = await send(handler, name);

    const { path } = fixture(name).requestContext; // as it was asked for
    const { pathname } = new URL(String(headers?.Location), `https://api.example.com${path}`);
    expect(pathname).toBe(`${start}/pipelines/default/silver/clean_orders/versions/${body.version_number}`);
  });
});

describe('what is not there', () => {
  test('a POST without body needs none where the body is optional', async () => {
    const { statusCode, body } = await send('rollback-version', 'rollback-by-assumed-role');

    expect(statusCode).toBe(201);
    expect(body.rollback_of).toBe(1);
  });

  test.each([
    ['null', null, false],
    ['empty', '', false],
    ['empty as base64', '', true],
  ])('a body that is %s is missing where one is required', async (_, body, isBase64Encoded) => {
    const event = { ...fixture('publish-by-iam-user'), body, isBase64Encoded };

    const answer = await send('publish-version', event);

    expect(answer.body.error).toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('body is missing'),
    });
  });

  test('no headers, as the console’s test button sends', async () => {
    expect((await send('get-pipeline', 'console-test')).statusCode).toBe(200);
  });

  test('neither path parameters nor query', async () => {
    const { statusCode, body } = await send('list-pipelines', 'list-pipelines');

    expect({ statusCode, rows: body.pipelines.length }).toEqual({ statusCode: 200, rows: 1 });
  });
});

test('headers count in any case', async () => {
  expect(await send('get-version', 'conditional-get')).toMatchObject({ statusCode: 304, body: null });
});

test('a query parameter that comes twice is refused by all of its values, not read by its last', async () => {
  const { body } = await send('list-versions', 'repeated-query');

  expect(body.error.details.fields).toContainEqual({
    in: 'query',
    field: 'limit',
    problem: 'was sent more than once',
  });
});

test.each([
  ['publish-version', 'publish-by-iam-user', 'arn:aws:iam::123456789012:user/alice', undefined],
  [
    'rollback-version',
    'rollback-by-assumed-role',
    'arn:aws:sts::123456789012:assumed-role/operator/nightly-release',
    undefined,
  ],
  ['publish-version', 'publish-by-cognito-user', 'ada@example.com', '940805d0-a810-42da-9515-a213e211bbd1'],
  ['publish-version', 'publish-by-cognito-machine', '1example23456789', '1example23456789'],
  ['publish-version', 'publish-by-oidc-user', 'ada@example.com', 'auth0|5f7c8ec7c33c6c004bbafe82'],
  ['publish-version', 'custom-domain', null, undefined],
] as const)('%s, %s: created_by is %s, its subject %s', async (handler, name, createdBy, subject) => {
  const { body } = await send(handler, name);

  expect([body.created_by, body.created_by_subject]).toEqual([createdBy, subject]);
});

test('who asks about itself learns its name, its subject and its roles', async () => {
  const { requestContext } = fixture('publish-by-cognito-user');
  const event = { ...fixture('list-pipelines'), path: '/api/v1/me', requestContext };

  expect((await send('get-me', event)).body).toEqual({
    layout: DEFAULT_LAYOUT_SETTINGS,
    name: 'ada@example.com',
    subject: '940805d0-a810-42da-9515-a213e211bbd1',
    roles: [
      { role: 'reader', namespace: null },
      { role: 'publisher', namespace: 'default' },
    ],
  });
});

// Stands last: it looks back on all events above.
test('the functions read what read-fields.ts lists, and nothing else', () => {
  expect([...read].toSorted()).toEqual([...MADE_BY_AWS, ...SENT_BY_CLIENTS].toSorted());
});
