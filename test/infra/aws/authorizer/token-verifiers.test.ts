// Tokens are checked as their issuers say. The keys here are made for the test; a pool's are served in its place.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  cognitoVerifier,
  oidcVerifier,
  type VerifyToken,
} from '../../../../infra/aws/authorizer/token-verifiers.ts';

const keys = new Map<string, { readonly privateKey: KeyObject; readonly publicKey: KeyObject }>();
const newKey = (kid: string) => keys.set(kid, generateKeyPairSync('rsa', { modulusLength: 2048 }));

const jwks = () => ({
  keys: [...keys].map(([kid, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    kid,
    use: 'sig',
  })),
});

let isUp = true;
let issuer: string;
let verify: VerifyToken;

const server = createServer((request, response) => {
  const documents: Readonly<Record<string, object>> = {
    '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
    '/keys': jwks(),
  };
  const document = documents[request.url ?? ''];
  response.writeHead(isUp && document ? 200 : 503).end(JSON.stringify(document ?? {}));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  newKey('first');
});
afterAll(() => server.close());
beforeEach(() => {
  isUp = true;
  verify = oidcVerifier({ issuer, audience: 'pipelines', clientIds: [] });
});

const now = () => Math.floor(Date.now() / 1000);
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(claims: object = {}, kid = 'first', header: object = { alg: 'RS256', kid }): string {
  const payload = { iss: issuer, aud: 'pipelines', sub: 'ada', exp: now() + 60, ...claims };
  const signed = `${base64(header)}.${base64(payload)}`;
  const { privateKey } = keys.get(kid) ?? generateKeyPairSync('rsa', { modulusLength: 2048 });
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

test('a valid token is its claims', async () => {
  expect(await verify(token({ groups: ['reader'] }))).toMatchObject({ sub: 'ada', groups: ['reader'] });
});

describe('no other token passes', () => {
  test.each([
    ['another audience', () => token({ aud: 'other' })],
    ['another issuer', () => token({ iss: 'https://other.example' })],
    ['its time over', () => token({ exp: now() - 60 })],
    ['its time to come', () => token({ nbf: now() + 60 })],
    ['an unknown key', () => token({}, 'unknown')],
    ["another's signature", () => token({}, 'unknown', { alg: 'RS256', kid: 'first' })],
    ['no signature', () => `${base64({ alg: 'none', kid: 'first' })}.${base64({ sub: 'ada' })}.`],
    ['no form at all', () => 'a.b.c'],
  ])('%s', async (_, make) => {
    expect(await verify(make())).toBeNull();
  });
});

test('a key that the issuer has added since is found', async () => {
  await verify(token());
  newKey('second');

  expect(await verify(token({}, 'second'))).not.toBeNull();
});

test('an issuer that does not answer is a fault, not a wrong token, and is asked again', async () => {
  isUp = false;
  await expect(verify(token())).rejects.toThrow(/answers 503/);
  isUp = true;

  expect(await verify(token())).not.toBeNull();
});

test('an issuer that calls itself otherwise is not believed', async () => {
  const other = oidcVerifier({ issuer: `${issuer}/`, audience: 'pipelines', clientIds: [] });
  await expect(other(token())).rejects.toThrow(/calls itself/);
});

describe('where clients are named, the token of another one does not pass', () => {
  test.each([
    ['an access token of one', { client_id: 'ci' }, true],
    ['an access token of one, as most issuers write it', { azp: 'ci' }, true],
    ['an access token of another', { client_id: 'other' }, false],
    ['one that names two, one of them another', { client_id: 'ci', azp: 'other' }, false],
    ['one that says nothing, made for the API', {}, false],
    ['an ID token, made for its client', { aud: 'portal' }, true],
    ['an ID token of two clients that does not say whose it is', { aud: ['portal', 'pipelines'] }, false],
    ['a client that is no text', { azp: ['ci'] }, false],
  ])('%s', async (_, claims, passes) => {
    const audience = (claims as { aud?: unknown }).aud === 'portal' ? 'portal' : 'pipelines';
    const ofClients = oidcVerifier({ issuer, audience, clientIds: ['ci', 'portal'] });

    expect((await ofClients(token(claims))) !== null).toBe(passes);
  });
});

describe('of a user pool', () => {
  const iss = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example';
  const asked: string[] = [];
  const verifierFor = (clientIds: readonly string[]) =>
    cognitoVerifier({ userPoolId: 'eu-west-1_Example', clientIds }, async (url) => {
      asked.push(url);
      return new TextEncoder().encode(JSON.stringify(jwks())).buffer as ArrayBuffer;
    });
  const ofPool = verifierFor(['portal', 'ci']);
  const idToken = { iss, token_use: 'id', aud: 'portal' };
  const accessToken = { iss, token_use: 'access', aud: undefined, client_id: 'ci' };

  test('ID and access tokens pass, by the keys of the pool', async () => {
    expect(await ofPool(token(idToken))).toMatchObject({ sub: 'ada' });
    expect(await ofPool(token(accessToken))).toMatchObject({ sub: 'ada' });
    expect(new Set(asked)).toEqual(new Set([`${iss}/.well-known/jwks.json`]));
  });

  test.each([
    ["another client's ID token", { ...idToken, aud: 'other' }],
    ["another client's access token", { ...accessToken, client_id: 'other' }],
    ['an access token without a client', { ...accessToken, client_id: undefined }],
    [
      'an access token whose audience is one of the clients',
      { ...accessToken, client_id: 'other', aud: 'ci' },
    ],
    ['a refresh token', { ...idToken, token_use: 'refresh' }],
    ['another pool', { ...idToken, iss: `${iss}2` }],
    ['its time over', { ...idToken, exp: now() - 1 }],
  ])('%s does not', async (_, claims) => {
    expect(await ofPool(token(claims))).toBeNull();
  });

  test('no token passes while no client is named', async () => {
    expect(await verifierFor([])(token(idToken))).toBeNull();
  });
});

test('the function reads what the deployment says', async () => {
  vi.stubEnv('TOKEN_ISSUER', issuer);
  vi.stubEnv('TOKEN_AUDIENCE', 'pipelines');
  vi.stubEnv('TOKEN_CLIENT_IDS', 'ci,cli');
  vi.stubEnv('TOKEN_ROLES_CLAIM', 'groups');
  vi.stubEnv('TOKEN_NAME_CLAIM', 'email');
  vi.stubEnv('TOKEN_EVERYONE', 'reader');
  const { handler } = await import('../../../../infra/aws/authorizer/handler.ts');
  const ask = (sent: string) =>
    handler({
      httpMethod: 'GET',
      methodArn: 'arn:aws:execute-api:eu-west-1:111122223333:api/live/GET/api/v1/pipelines',
      resource: '/api/v1/pipelines',
      pathParameters: {},
      headers: { Authorization: `Bearer ${sent}` },
      multiValueHeaders: null,
    });

  const claims = { azp: 'ci', email: 'ada@example.com', groups: ['publisher@web', 'all-hands'] };
  expect((await ask(token(claims))).context).toMatchObject({
    name: 'ada@example.com',
    roles: 'reader publisher@web',
    claim: 'groups',
  });
  await expect(ask(token({ ...claims, azp: 'other' }))).rejects.toThrow(/^Unauthorized$/);
});
