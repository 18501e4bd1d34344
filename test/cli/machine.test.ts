// A machine signs in by client credentials, at a real issuer on this machine.
import { describe, expect, test } from 'vitest';
import { machineIn, machineTokens } from '../../cli/login/machine-tokens.ts';
import { chooseTarget } from '../../cli/target.ts';
import { tinyServer } from '../client/support/tiny-server.ts';
import { MACHINE } from '../portal/support/oidc-issuer.ts';
import { createCli } from './support/run-cli.ts';
import { signedInService } from './support/signed-in-service.ts';

const variables = (tokenUrl: string) => ({
  PIPELINE_VERSIONING_CLIENT_ID: MACHINE.id,
  PIPELINE_VERSIONING_CLIENT_SECRET: MACHINE.secret,
  PIPELINE_VERSIONING_TOKEN_URL: tokenUrl,
});
const secrets = { clientId: 'ci', secret: 's3cret', scope: undefined, audience: undefined };
const granted = (access_token: string, expires_in: number) =>
  ({ status: 200, body: { access_token, token_type: 'Bearer', expires_in } }) as const;

test('a machine gets a token', async () => {
  const { url, issuer, tokens } = await signedInService();
  const env = { ...variables(`${issuer.origin}/token`), PIPELINE_VERSIONING_SCOPE: 'api' };

  expect(await createCli(url, { env }).json('whoami')).toMatchObject({ name: MACHINE.id });
  expect(issuer.grants).toEqual(['client_credentials']);
  expect(tokens).toHaveLength(1);
});

test('a machine gets one more token when the service refuses the first, and no third', async () => {
  const service = await signedInService();
  const env = { ...variables(`${service.issuer.origin}/token`), PIPELINE_VERSIONING_SCOPE: 'api' };
  const cli = createCli(service.url, { env });
  service.refuseNext(1);

  expect(await cli.json('whoami')).toMatchObject({ name: MACHINE.id });
  expect(service.issuer.grants).toEqual(['client_credentials', 'client_credentials']);
  expect(new Set(service.tokens).size).toBe(2);

  service.refuseNext(9);
  expect(await cli.run('whoami')).toMatchObject({ code: 1 });
  expect(service.tokens).toHaveLength(4);
});

test('a token is used until a minute before it expires', async () => {
  const { url, received } = await tinyServer(granted('one', 3600), granted('two', 3600));
  let now = 0;
  const source = machineTokens({ ...secrets, tokenUrl: new URL(url) }, () => now);

  expect([await source.current(), await source.current()]).toEqual(['one', 'one']);
  now = 3_541_000;
  expect(await source.current()).toBe('two');
  expect(await source.renewed('one')).toBe('two');
  expect(received).toHaveLength(2);
  expect(received[0]?.body).toBe('grant_type=client_credentials');
});

describe('a failure', () => {
  test.each([
    ['a refused secret', { status: 401, body: { error: 'invalid_client' } }, 1],
    ['an error page', { status: 502, body: '<h1>Bad gateway</h1>' }, 1],
    ['an answer without a token', { status: 200, body: {} }, 1],
  ])('by %s names the issuer and shows no secret', async (_, answer, code) => {
    const { url } = await tinyServer(answer);
    const cli = createCli(url, { env: variables(url) });

    const ended = await cli.run('whoami');

    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(new URL(url).host);
    expect(ended.stderr).not.toMatch(/the secret of a test|\n {4}at /);
  });

  test('is not kept: the next request asks again', async () => {
    const { url } = await tinyServer({ status: 503, body: 'busy' }, granted('one', 3600));
    const source = machineTokens({ ...secrets, tokenUrl: new URL(url) });

    await expect(source.current()).rejects.toThrow();
    expect(await source.current()).toBe('one');
  });
});

test('a secret goes nowhere in the clear, and half of the variables are none', () => {
  const url = 'https://api.example.com';
  const env = variables('http://login.example.com/token');

  expect(() => chooseTarget({ url }, env, undefined)).toThrow('https');
  expect(() => machineIn({ ...env, PIPELINE_VERSIONING_CLIENT_SECRET: '' })).toThrow(
    'CLIENT_SECRET must be set',
  );
  expect(() =>
    chooseTarget({ url: 'http://example.com' }, variables('https://x.example'), undefined),
  ).toThrow('in the clear');
  expect(machineIn({ PIPELINE_VERSIONING_TOKEN_URL: 'https://x.example' })).toBeUndefined();
});

test('credentials are chosen by what is said most expressly', () => {
  const url = 'https://abc123.execute-api.eu-west-1.amazonaws.com/v1';
  const env = variables('https://login.example.com/token');
  const by = (flags: object, variables: object, hasSession = true) =>
    chooseTarget({ url, ...flags }, { ...variables }, undefined, () => hasSession).access.by;

  expect(by({ token: 't' }, env)).toBe('token');
  expect(by({ sign: true }, env)).toBe('signature');
  expect(by({}, env)).toBe('machine');
  expect(by({}, {})).toBe('session');
  expect(by({}, {}, false)).toBe('signature');
});
