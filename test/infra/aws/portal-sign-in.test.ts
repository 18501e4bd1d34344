// What /config.json tells the portal about signing in, by the settings.
import { Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { describe, expect, test } from 'vitest';
import { signInOf } from '../../../infra/aws/portal/sign-in.ts';
import { readSettings } from '../../../infra/settings.ts';
import type { Context } from './synthesized.ts';

const OIDC = {
  portal: true,
  authorizer: 'oidc',
  issuer: 'https://login.example/tenant/',
  audience: 'pipelines',
  rolesClaim: 'roles',
  everyone: 'nothing',
};
const URL = 'https://portal.example';

/** Of the clients that the authorizer is to allow. */
const allowed: string[] = [];
const tokens = { allowClient: (id: string) => void allowed.push(id) };

function configOf(context: Context): object {
  return signInOf(new Stack(), readSettings(context), tokens).configFor(URL);
}

describe('with an issuer', () => {
  test('the client is the audience and sends its ID token, unless another client is named', () => {
    const ofAudience = {
      authority: 'https://login.example/tenant/',
      client_id: 'pipelines',
      scope: 'openid email profile offline_access',
      token: 'id_token',
    };

    expect(configOf(OIDC)).toEqual({ sign_in: ofAudience });
    expect(configOf({ ...OIDC, portalClientId: 'portal' })).toEqual({
      sign_in: { ...ofAudience, client_id: 'portal', token: 'access_token', audience: 'pipelines' },
    });
  });

  test('/config.json names the command line’s client where one is registered, with tokens for the audience', () => {
    const login = (cliClientId: string) =>
      signInOf(new Stack(), readSettings(OIDC), { ...tokens, cliClientId }).configFor(URL);
    const common = { authority: OIDC.issuer, scope: 'openid email profile offline_access' };

    expect(login('cli')).toMatchObject({
      login: { ...common, client_id: 'cli', token: 'access_token', audience: 'pipelines' },
    });
    expect(login('pipelines')).toMatchObject({ login: { ...common, token: 'id_token' } });
  });

  test('token and scope are what the settings say', () => {
    const settings = { ...OIDC, portalClientId: 'portal', portalToken: 'id_token', portalScope: 'openid' };

    expect(configOf(settings)).toMatchObject({ sign_in: { token: 'id_token', scope: 'openid' } });
  });

  test('the portal is one of the clients whose tokens are taken, where these are named', () => {
    allowed.length = 0;
    configOf({ ...OIDC, portalClientId: 'portal' });
    expect(allowed).toEqual([]);

    configOf({ ...OIDC, portalClientId: 'portal', clientIds: 'ci' });
    expect(allowed).toEqual(['portal']);
  });

  test('pages may talk to its origin', () => {
    expect(signInOf(new Stack(), readSettings(OIDC), tokens).issuerOrigins).toEqual([
      'https://login.example',
    ]);
  });
});

interface Joined {
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}

/** As it reads in one region. */
function readIn(region: string, value: unknown): unknown {
  const { 'Fn::Join': join } = value as Joined;
  return join === undefined
    ? value
    : join[1].map((part) => (typeof part === 'string' ? part : region)).join('');
}

test.each([
  ['sign-in', 'https://sign-in.auth.eu-west-1.amazoncognito.com'],
  ['login.example.com', 'https://login.example.com'],
])('with a given pool, the login domain %s is %s', (userPoolDomain, login) => {
  const stack = new Stack();
  const userPool = UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-1_Example');
  const context = {
    ...{ portal: true, authorizer: 'cognito', everyone: 'nothing' },
    ...{ userPoolId: 'eu-west-1_Example', userPoolDomain },
  };

  const { issuerOrigins, configFor } = signInOf(stack, readSettings(context), { ...tokens, userPool });

  const read = (value: unknown) => readIn('eu-west-1', stack.resolve(value));
  const { sign_in } = configFor(URL) as { sign_in: Readonly<Record<string, unknown>> };
  expect(issuerOrigins.map(read)).toEqual(['https://cognito-idp.eu-west-1.amazonaws.com', login]);
  expect(Object.fromEntries(Object.entries(sign_in).map(([name, value]) => [name, read(value)]))).toEqual({
    authority: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example',
    client_id: { Ref: expect.stringMatching(/^Client/) },
    scope: 'openid email',
    token: 'id_token',
    cognito_logout: `${login}/logout`,
  });
  expect(allowed.at(-1)).toBe(sign_in.client_id);
});
