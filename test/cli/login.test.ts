// `login` at a real issuer on this machine, by a person with a browser; and by those who would like to be that person.
import { once } from 'node:events';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { CALLBACK_PORTS } from '../../cli/login/callback-ports.ts';
import { sessionFile } from '../../cli/login/session-file.ts';
import { listening } from '../client/support/listening.ts';
import { tinyServer } from '../client/support/tiny-server.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { signInAs } from './support/browser.ts';
import { type StartedLogin, startLogin } from './support/login.ts';
import { createCli } from './support/run-cli.ts';
import { loginAt, type SignedInService, signedInService } from './support/signed-in-service.ts';

async function newPerson() {
  const service = await signedInService();
  const home = await newDir();
  const cli = createCli(service.url, { env: { XDG_CONFIG_HOME: home } });
  const file = sessionFile(service.url, { XDG_CONFIG_HOME: home });
  return { service, home, cli, file };
}

async function signedInPerson(change: (service: SignedInService) => void = () => {}) {
  const person = await newPerson();
  change(person.service);
  const { address, end } = await startLogin(person.cli);
  await signInAs('ada', address);
  expect(await end).toMatchObject({ code: 0 });
  return person;
}

/** As if the token had been kept for long. */
async function age({ file }: Awaited<ReturnType<typeof newPerson>>) {
  const session = await file.read();
  if (session === undefined) throw new Error('there is no session');
  await file.write({ ...session, expires_at: 1 });
  return session;
}

test('a person signs in by a browser, and later commands are that person', async () => {
  const { service, cli, home, file } = await newPerson();

  const { address, end } = await startLogin(cli);
  const page = await signInAs('ada', address);
  const { code, stdout } = await end;

  expect({ code, stdout }).toEqual({ code: 0, stdout: `Signed in at ${service.url}/ as ada@example.com.\n` });
  expect(page).toMatchObject({ status: 200, text: 'Go back to the terminal. You can close this page.\n' });
  expect(new URL(address).searchParams.get('code_challenge_method')).toBe('S256');
  expect(await cli.json('whoami')).toMatchObject({ name: 'ada@example.com' });
  expect((await stat(file.path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(home, 'pipeline-versioning'))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(home, 'pipeline-versioning/sessions'))).toHaveLength(1);
});

test('no token is printed, with --json neither', async () => {
  const { cli, file } = await newPerson();

  const { address, end } = await startLogin(cli, '--json');
  await signInAs('ada', address);
  const { stdout, stderr } = await end;

  const { token = '', refresh_token } = (await file.read()) ?? {};
  expect(JSON.parse(stdout)).toMatchObject({ name: 'ada@example.com' });
  for (const secret of [token, String(refresh_token)]) {
    expect(secret.length).toBeGreaterThan(20);
    expect(stdout + stderr).not.toContain(secret);
  }
});

test('flags say how to sign in where the service does not, and the next login knows it', async () => {
  const { service, cli } = await newPerson();
  service.config = '<!doctype html><title>Not found</title>';
  const { authority, client_id } = loginAt(service.issuer);

  const unknown = await cli.run('login', '--no-browser');
  const first = await startLogin(cli, '--issuer', authority, '--client-id', client_id);
  await signInAs('ada', first.address);
  await first.end;
  const second = await startLogin(cli);
  await signInAs('bob', second.address);

  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('--issuer and --client-id') });
  expect(await second.end).toMatchObject({ code: 0, stdout: expect.stringContaining('bob@example.com') });
});

test('a person who declines reads it in the terminal', async () => {
  const { cli, file } = await newPerson();

  const { address, end } = await startLogin(cli);
  const page = await signInAs(null, address);

  expect(page.text).toBe('You are not signed in; the terminal says why. You can close this page.\n');
  expect(await end).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/has not signed you in: The person has declined \(access_denied\)\.$/m),
  });
  expect(file.exists()).toBe(false);
});

test('what an issuer says moves no cursor, and stands on no page', async () => {
  const { cli } = await newPerson();

  const { address, end } = await startLogin(cli);
  const { text: page } = await signInAs('ada', address, (back) => {
    const { searchParams } = back;
    searchParams.delete('code');
    searchParams.set('error', 'server_error');
    searchParams.set('error_description', '\u001b[2J<script>alert(1)</script>');
    return back;
  });

  const { stderr, code } = await end;
  expect(code).toBe(1);
  expect(stderr).not.toContain('\u001b');
  expect(stderr).toContain('(server_error)');
  expect(page).not.toContain('script');
});

test('answers that are not this login’s are refused, and the right one still counts', async () => {
  const { cli } = await newPerson();
  const { address, end } = await startLogin(cli);
  const redirect = new URL(new URL(address).searchParams.get('redirect_uri') ?? '');
  const state = new URL(address).searchParams.get('state');
  const answer = (path: string, host = redirect.host) => statusOf(Number(redirect.port), path, host);

  expect(await answer('/callback?code=stolen&state=wrong')).toBe(400);
  expect(await answer('/callback?code=stolen')).toBe(400);
  expect(await answer(`/callback?code=stolen&state=${state}&state=${state}`)).toBe(400);
  expect(await answer(`/callback?code=stolen&state=${state}`, `evil.example:${redirect.port}`)).toBe(403);
  expect(await answer(`/callback?code=stolen&state=${state}`, `127.0.0.1:${redirect.port}`)).toBe(403);
  expect(await answer('/')).toBe(404);
  expect(await answer('//evil.example/callback')).toBe(404);

  const { url } = await signInAs('ada', address);
  expect(await end).toMatchObject({ code: 0 });
  await expect(fetch(url)).rejects.toThrow(); // a second answer finds nobody
});

test('an answer that names another issuer is not taken', async () => {
  const { cli } = await newPerson();

  const { address, end } = await startLogin(cli);
  await signInAs('ada', address, (back) => {
    back.searchParams.set('iss', 'https://evil.example');
    return back;
  });

  expect(await end).toMatchObject({ code: 1, stderr: expect.stringContaining('"iss"') });
});

test('a discovery document of another issuer is not taken', async () => {
  const { service, cli } = await newPerson();
  const { url } = await tinyServer({
    status: 200,
    body: { issuer: 'https://evil.example', authorization_endpoint: 'file:///etc/passwd' },
  });
  service.config = JSON.stringify({ login: { ...loginAt(service.issuer), authority: url } });

  expect(await cli.run('login', '--no-browser')).toMatchObject({ code: 1, stdout: '' });
});

test('an address that is no web page is not opened', async () => {
  const { service, cli } = await newPerson();
  const issuer = createServer((_, response) => {
    const body = { issuer: origin, authorization_endpoint: 'file:///etc/passwd', token_endpoint: origin };
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
  });
  const origin = await listening(issuer);
  service.config = JSON.stringify({ login: { ...loginAt(service.issuer), authority: origin } });

  expect(await cli.run('login', '--no-browser')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('names no https URL'),
  });
});

test('nobody signs in over plain http, or where only a project’s file leads', async () => {
  const { service, cli, home } = await newPerson();
  const project = await newDir();
  await writeFile(join(project, '.pipeline-versioning.yaml'), `url: ${service.url}\n`);
  const there = createCli('', { cwd: project, env: { XDG_CONFIG_HOME: home } });

  expect(await there.run('login', '--no-browser')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('You are not sent where a project’s file leads'.replace('’', "'")),
  });
  expect(await cli.run('login', '--issuer', 'http://login.example', '--client-id', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('https'),
  });
});

test.each([
  ['an issuer that nobody runs', async () => 'http://127.0.0.1:1', 3],
  ['an issuer that answers a page', async () => (await tinyServer({ status: 200, body: '<p>' })).url, 1],
])('%s is named', async (_, urlOf, code) => {
  const { service, cli } = await newPerson();
  const authority = await urlOf();
  service.config = JSON.stringify({ login: { ...loginAt(service.issuer), authority } });

  const ended = await cli.run('login', '--no-browser');
  expect(ended).toMatchObject({ code, stderr: expect.stringContaining(new URL(authority).host) });
});

test('the port is free again after Ctrl-C, and after nobody has come', async () => {
  const { cli } = await newPerson();

  const redirectOf = ({ address }: StartedLogin) => new URL(address).searchParams.get('redirect_uri');

  const first = await startLogin(cli);
  first.process.kill('SIGINT');
  expect(await first.end).toMatchObject({ code: 130 });
  const late = await startLogin(cli, '--timeout', '1');
  expect(await late.end).toMatchObject({ code: 1, stderr: expect.stringContaining('Nobody has signed in') });
  const last = await startLogin(cli);

  expect(redirectOf(late)).toBe(redirectOf(first));
  expect(redirectOf(last)).toBe(redirectOf(first));
});

test('another port is used where one is taken, and all of them are named where all are', async () => {
  const { cli } = await newPerson();
  const [first, ...others] = CALLBACK_PORTS;
  await occupied(first);

  const { address, process, end } = await startLogin(cli);
  process.kill('SIGINT');
  await end;
  for (const port of others) await occupied(port);
  const none = await cli.run('login', '--no-browser');

  expect(new URL(address).searchParams.get('redirect_uri')).not.toContain(`:${first}/`);
  expect(none).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`ports ${CALLBACK_PORTS.join(', ')}`),
  });
});

test('a token is renewed before it expires, and once when the service refuses it', async () => {
  const person = await signedInPerson();
  const { service, cli, file } = person;

  const { token: first } = await age(person);
  await cli.json('whoami');
  const { token: second = '' } = (await file.read()) ?? {};
  service.refused.add(second);
  await cli.json('whoami');
  const { token: third } = (await file.read()) ?? {};

  expect(new Set([first, second, third]).size).toBe(3);
  expect(service.tokens).toEqual([second, second, third]);
});

test('processes that renew at once all go on, though each refresh token is good for one renewal', async () => {
  const person = await signedInPerson();
  await age(person);

  const all = await Promise.all(Array.from({ length: 4 }, () => person.cli.run('whoami')));

  expect(all.map(({ code, stderr }) => ({ code, stderr }))).toEqual(all.map(() => ({ code: 0, stderr: '' })));
  expect(person.service.issuer.grants.filter((grant) => grant === 'refresh_token')).toHaveLength(1);
});

test('a session that the issuer does not renew has ended', async () => {
  const person = await signedInPerson();
  const session = await age(person);
  await person.file.write({ ...session, expires_at: 1, refresh_token: 'as good as expired' });

  const { code, stderr } = await person.cli.run('whoami');

  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: Your session has ended. Run pipeline-versioning login.\n',
  });
});

test('an issuer out of reach ends no session', async () => {
  const person = await signedInPerson();
  await age(person);
  person.service.issuer.stop();

  expect(await person.cli.run('whoami')).toMatchObject({ code: 3 });
  expect(person.file.exists()).toBe(true);
});

test('a session that others can read is not used, and a new login replaces it', async () => {
  const { cli, file } = await signedInPerson();
  await chmod(file.path, 0o644);

  const refused = await cli.run('whoami');
  const { address, end } = await startLogin(cli);
  await signInAs('ada', address);

  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('can be read by others') });
  expect(await end).toMatchObject({ code: 0 });
  expect(await cli.run('whoami')).toMatchObject({ code: 0 });
});

test('a damaged file is named, and nothing of it is printed', async () => {
  const { cli, file } = await signedInPerson();
  const whole = await readFile(file.path, 'utf8');
  await writeFile(file.path, whole.slice(0, -5));

  const { code, stderr } = await cli.run('whoami');

  expect(code).toBe(2);
  expect(stderr).toContain(`${file.path} is not as login writes it`);
  expect(stderr).not.toContain(whole.slice(20, 60));
});

test('--token goes before the session', async () => {
  const { cli, service } = await signedInPerson();

  expect(await cli.run('whoami', '--token', 'mine')).toMatchObject({ code: 1 });
  expect(service.tokens).toEqual(['mine']);
});

test('logout ends the session here and at the issuer', async () => {
  const { cli, file } = await signedInPerson();
  const session = await file.read();

  const first = await cli.run('logout');
  const again = await cli.run('logout');
  if (session) await file.write({ ...session, expires_at: 1 }); // as a copy of the file would
  const copied = await cli.run('whoami');

  expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('takes the session no more') });
  expect(again).toMatchObject({ code: 0, stdout: 'You were not signed in.\n' });
  expect(copied).toMatchObject({ code: 1, stderr: expect.stringContaining('Your session has ended') });
});

test('logout ends the session here where the issuer cannot be reached, and says so', async () => {
  const { cli, file, service } = await signedInPerson();
  service.issuer.stop();

  const { code, stdout } = await cli.run('logout');

  expect({ code, isThere: file.exists() }).toEqual({ code: 0, isThere: false });
  expect(stdout).toContain('here only');
});

function statusOf(port: number, path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, headers: { host } }, async (response) => {
      await text(response);
      resolve(response.statusCode);
    });
    request.on('error', reject);
  });
}

async function occupied(port: number): Promise<void> {
  const server = createTcpServer().listen(port, '127.0.0.1');
  const isOthers = await Promise.race([once(server, 'listening'), once(server, 'error')]).catch(() => null);
  onTestFinished(() => void (isOthers !== null && server.close()));
}
