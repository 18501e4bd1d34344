// Tokens of an issuer are checked as OpenID Connect says; who sent the request is the token's `sub`.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { oidcVerifier, type VerifyToken } from '../../../infra/aws/oidc-authorizer/oidc-verifier.ts';

const keys = new Map<string, { readonly privateKey: KeyObject; readonly publicKey: KeyObject }>();
const newKey = (kid: string) => keys.set(kid, generateKeyPairSync('rsa', { modulusLength: 2048 }));

let isUp = true;
let issuer: string;
let verify: VerifyToken;

const server = createServer((request, response) => {
  const documents: Readonly<Record<string, object>> = {
    '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
    '/keys': {
      keys: [...keys].map(([kid, { publicKey }]) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid,
        use: 'sig',
      })),
    },
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
  verify = oidcVerifier(issuer, 'pipelines');
});

const now = () => Math.floor(Date.now() / 1000);
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(claims: object = {}, kid = 'first', header: object = { alg: 'RS256', kid }): string {
  const payload = { iss: issuer, aud: 'pipelines', sub: 'ada', exp: now() + 60, ...claims };
  const signed = `${base64(header)}.${base64(payload)}`;
  const { privateKey } = keys.get(kid) ?? generateKeyPairSync('rsa', { modulusLength: 2048 });
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

test('a valid token is its subject', async () => {
  expect(await verify(token())).toBe('ada');
});

describe('no other token passes', () => {
  test.each([
    ['another audience', () => token({ aud: 'other' })],
    ['another issuer', () => token({ iss: 'https://other.example' })],
    ['its time over', () => token({ exp: now() - 60 })],
    ['its time to come', () => token({ nbf: now() + 60 })],
    ['no subject', () => token({ sub: undefined })],
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

  expect(await verify(token({}, 'second'))).toBe('ada');
});

test('an issuer that does not answer is a fault, not a wrong token, and is asked again', async () => {
  isUp = false;
  await expect(verify(token())).rejects.toThrow(/answers 503/);
  isUp = true;

  expect(await verify(token())).toBe('ada');
});

test('an issuer that calls itself otherwise is not believed', async () => {
  await expect(oidcVerifier(`${issuer}/`, 'pipelines')(token())).rejects.toThrow(/calls itself/);
});

test('the answer to API Gateway holds for the whole API, and names the caller', async () => {
  vi.stubEnv('OIDC_ISSUER', issuer);
  vi.stubEnv('OIDC_AUDIENCE', 'pipelines');
  const { handler } = await import('../../../infra/aws/oidc-authorizer/handler.ts');
  const methodArn = 'arn:aws:execute-api:eu-west-1:111122223333:api/live/GET/health';
  const ask = (authorizationToken: string) => handler({ type: 'TOKEN', methodArn, authorizationToken });

  expect(await ask(`Bearer ${token()}`)).toMatchObject({
    principalId: 'ada',
    policyDocument: {
      Statement: [{ Effect: 'Allow', Resource: 'arn:aws:execute-api:eu-west-1:111122223333:api/live/*' }],
    },
  });
  await expect(ask(`Bearer ${token({ aud: 'other' })}`)).rejects.toThrow(/^Unauthorized$/);
});
