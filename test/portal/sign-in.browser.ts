// Signing in at a real OpenID Connect issuer, with the API behind the same check of tokens as in a deployment.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import { freePort } from '../../infra/local/servers/free-port.ts';
import { startServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { AUDIENCE, CLIENT_ID, startOidcIssuer } from './support/oidc-issuer.ts';
import { launchBrowser, usePages } from './support/portal.ts';
import { startSignedInFront } from './support/signed-in-front.ts';

const servers = await startServers();
const ports = { front: await freePort(), issuer: await freePort() };
const issuer = await startOidcIssuer(ports.issuer, `http://127.0.0.1:${ports.front}`);
const front = await startSignedInFront({
  port: ports.front,
  apiUrl: servers.apiUrl,
  issuer: issuer.origin,
  audiences: [AUDIENCE, CLIENT_ID],
});
const browser = await launchBrowser();
const portal = usePages(browser, front.origin, [issuer.origin]);

const SIGN_IN = {
  authority: issuer.origin,
  client_id: CLIENT_ID,
  scope: 'openid email',
  token: 'access_token',
};
const configured = (settings: object = {}) => JSON.stringify({ sign_in: { ...SIGN_IN, ...settings } });

front.config = configured();
afterEach(() => {
  Object.assign(front, { config: configured(), refuseAll: false, everyone: 'operator' });
  front.asked.length = 0;
  issuer.grants.length = 0;
  Object.assign(issuer, { lifetime: 3600, renews: true });
});
afterAll(async () => {
  await browser.close();
  front.stop();
  issuer.stop();
  await servers.stop();
});

const button = (page: Page, name: string) => page.getByRole('button', { name });
const person = (page: Page) => page.locator('.person');

async function enter(page: Page, name = 'ada'): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await button(page, 'Continue').click();
  await person(page).waitFor();
}

async function signedInAt(address = '/', name = 'ada'): Promise<Page> {
  const page = await portal.open(address);
  await enter(page, name);
  return page;
}

/** As stored in the tab. */
function keptToken(page: Page, kind: 'access_token' | 'id_token'): Promise<string> {
  return page.evaluate((name) => {
    const key = Object.keys(sessionStorage).find((one) => one.startsWith('oidc.user:')) ?? '';
    return JSON.parse(sessionStorage.getItem(key) ?? '{}')[name];
  }, kind);
}

const latest = () => front.asked.at(-1);

test('after sign-in the person is back at their address with their name, and every request has a token', async () => {
  const pipeline = uniquePipeline();
  await servers.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  const address = `/pipelines/${pipeline.namespace}/${pipeline.layer}/${pipeline.name}/run?from=a%20link`;

  const page = await signedInAt(address);

  await page.getByText('has never been published').waitFor();
  expect(page.url()).toBe(`${front.origin}${address}`);
  expect(await person(page).textContent()).toContain('ada@example.com');
  expect(front.asked.length).toBeGreaterThan(0);
  for (const { caller, status } of front.asked) expect([caller, status]).toEqual(['ada', 200]);
  await lookAt(page, 'signed-in');
});

test('without a token the API refuses, and the page shows nothing before sign-in', async () => {
  const reply = await fetch(`${front.origin}/api/v1/pipelines`);
  expect([reply.status, (await reply.json()).error.code]).toEqual([401, 'UNAUTHENTICATED']);
  front.asked.length = 0;

  const page = await portal.open('/');

  await page.getByLabel('Name').waitFor();
  expect(front.asked).toEqual([]);
});

test('requests carry the ID token if the deployment says so', async () => {
  front.config = configured({ token: 'id_token' });

  const page = await signedInAt('/', 'grace');

  await expect.poll(latest).toMatchObject({ caller: 'grace', status: 200 });
  front.refused.add(await keptToken(page, 'access_token'));
  await page.reload();
  await expect.poll(() => front.asked.length).toBeGreaterThan(1);
  for (const { status } of front.asked) expect(status).toBe(200);
});

test('a reload stays signed in, and another tab signs in by itself', async () => {
  const page = await signedInAt();
  const once = issuer.grants.length;

  await page.reload();
  await person(page).waitFor();
  expect(issuer.grants).toHaveLength(once);
  const tab = await portal.openTab(page, '/');

  await person(tab).waitFor();
});

test('the back button does not lead to a page that redirects to the issuer again', async () => {
  const page = await portal.open('/favicon.svg');
  await page.goto('/');
  await enter(page);

  await page.goBack();
  await page.goForward();

  await person(page).waitFor();
  expect(page.url()).toBe(`${front.origin}/`);
});

test('a token that is about to expire is renewed in time, unnoticed', async () => {
  issuer.lifetime = 5;

  const page = await signedInAt();

  await expect.poll(() => issuer.grants).toContain('refresh_token');
  await expect.poll(() => front.asked.length).toBeGreaterThan(2);
  for (const { status } of front.asked) expect(status).toBe(200);
  expect(await button(page, 'Sign in again').count()).toBe(0);
});

test('a token that the API refuses is renewed, and the request is sent again', async () => {
  const page = await signedInAt();
  await page.reload();
  await person(page).waitFor();
  front.refused.add(await keptToken(page, 'access_token'));

  await expect.poll(() => issuer.grants).toContain('refresh_token');

  await expect.poll(latest).toMatchObject({ caller: 'ada', status: 200 });
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('when a session cannot be renewed, the page asks to sign in again and returns to the same address', async () => {
  issuer.renews = false;
  const address = '/?namespace=nobody';
  const page = await signedInAt(address);
  await page.reload();
  await person(page).waitFor();
  front.refused.add(await keptToken(page, 'access_token'));

  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Sign in again');
  await lookAt(page, 'session-ended');
  await button(page, 'Sign in again').click();

  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await person(page).waitFor();
  await expect.poll(latest).toMatchObject({ caller: 'ada', status: 200 });
  expect(page.url()).toBe(`${front.origin}${address}`);
});

test('unsaved text is there again after the session ended and the person signed in again', async () => {
  issuer.renews = false;
  const pipeline = uniquePipeline();
  await servers.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  const page = await signedInAt(`/pipelines/${pipeline.namespace}/${pipeline.layer}/${pipeline.name}`);
  await page.reload();
  await page.getByRole('button', { name: /^Publish/ }).click();
  await page.getByRole('textbox').fill('A message that took long');
  front.refused.add(await keptToken(page, 'access_token'));

  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await button(page, 'Sign in again').click();
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Publish/ }).click();

  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('A message that took long');
});

test('a token that the API never accepts leads to a message, not to a redirect loop', async () => {
  front.refuseAll = true;

  const page = await signedInAt();

  await page.getByText('does not accept the token').waitFor();
  expect(issuer.grants).toEqual(['authorization_code']);
});

test('signing out ends the session here and at the issuer, and does not redirect there again', async () => {
  const page = await signedInAt();
  await button(page, 'Sign out').click();
  await button(page, 'Leave').click();

  await page.getByRole('heading', { name: 'You have signed out' }).waitFor();
  await lookAt(page, 'signed-out');
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('token');
  await page.reload();
  await button(page, 'Sign in again').click();

  await enter(page, 'grace');
  expect(await person(page).textContent()).toContain('grace@example.com');
});

test("the browser's cache does not give one person's answers to the next", async () => {
  const pipeline = uniquePipeline();
  await servers.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await servers.api.ok('publishVersion', { params: pipeline, body: { message: 'Read by ada' } });
  const version = `/pipelines/${pipeline.namespace}/${pipeline.layer}/${pipeline.name}/versions/1`;
  const askedBy = (name: string) =>
    // Runs change, so they are asked for by themselves and are not kept.
    front.asked.filter(
      ({ path, search, caller }) => path + search === `/api/v1${version}` && caller === name,
    );
  const page = await signedInAt(version, 'ada');
  await page.getByText('Read by ada').first().waitFor();
  const cleared = page.waitForResponse((response) => response.url().endsWith('/clear-cache'));

  await button(page, 'Sign out').click();
  const header = (await (await cleared).allHeaders())['clear-site-data'];
  await button(page, 'Leave').click();
  await button(page, 'Sign in again').click();
  await enter(page, 'grace');
  await page.goto(version);
  await page.getByText('Read by ada').first().waitFor();

  expect([askedBy('ada').length, askedBy('grace').length]).toEqual([1, 1]);
  expect(header).toBe('"cache"');
});

test("signing out calls Cognito's own logout address with the client and the way back", async () => {
  front.config = configured({ cognito_logout: `${issuer.origin}/logout` });
  const page = await signedInAt();
  await page.route('**/logout?*', (route) => route.fulfill({ body: 'Signed out of Cognito' }));
  await button(page, 'Sign out').click();

  await page.getByText('Signed out of Cognito').waitFor();
  const back = encodeURIComponent(`${front.origin}/`);
  expect(page.url()).toBe(`${issuer.origin}/logout?client_id=${CLIENT_ID}&logout_uri=${back}`);
  await page.goto('/');

  await page.getByRole('heading', { name: 'You have signed out' }).waitFor();
});

test('a person who declines at the issuer sees so, and can begin again', async () => {
  const page = await portal.open('/?namespace=wanted');
  await button(page, 'Decline').click();

  await page.getByText('The person has declined (access_denied)').waitFor();
  await lookAt(page, 'sign-in-declined');
  await button(page, 'Sign in again').click();
  await enter(page);

  expect(page.url()).toBe(`${front.origin}/?namespace=wanted`);
});

test("the portal refuses an issuer's answer that it did not request", async () => {
  const page = await portal.open('/');
  await page.getByLabel('Name').waitFor();

  await page.goto(`${front.origin}/signed-in?state=made-up&code=stolen`);

  await page.getByText('does not belong to a sign-in that began in this browser').waitFor();
  expect(issuer.grants).toEqual([]);
  expect(page.url()).toBe(`${front.origin}/`);
});

test("an issuer's answer that was already used does not sign the person out", async () => {
  const page = await signedInAt();

  await page.goto(`${front.origin}/signed-in?state=used&code=used`);

  await person(page).waitFor();
  expect(page.url()).toBe(`${front.origin}/`);
});

test('the page names an issuer that cannot be reached, and tries again when asked', async () => {
  const page = await portal.open('/favicon.svg');
  await page.route('**/.well-known/openid-configuration', (route) => route.abort());
  await page.goto('/?namespace=wanted');

  await page.getByText(`localhost:${ports.issuer} cannot be reached`).waitFor();
  await page.unroute('**/.well-known/openid-configuration');
  await button(page, 'Sign in again').click();

  await enter(page);
  expect(page.url()).toBe(`${front.origin}/?namespace=wanted`);
});

test.each([
  ['<html>', 'a JSON object'],
  ['{"sign_in": {"authority": "https://login.example"}}', '"sign_in.client_id"'],
  [configured({ token: 'cookie' }), '"sign_in.token"'],
])('a /config.json that says %s is refused in words', async (config, what) => {
  front.config = config;

  const page = await portal.open('/');

  await page.getByText(`${what} is missing or wrong`).waitFor();
  expect(await button(page, 'Try again').isEnabled()).toBe(true);
});

test('without sign-in in the deployment its code is not loaded', async () => {
  front.config = '{}';
  const page = await portal.open('/favicon.svg');
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));

  await page.goto('/');
  await page.getByRole('link', { name: 'Pipelines' }).waitFor();

  expect(loaded.filter((url) => url.includes('open-session'))).toEqual([]);
  expect(loaded.some((url) => url.includes('main-'))).toBe(true);
});

test('the portal hides what a role does not allow, and the service refuses it anyway', async () => {
  const pipeline = uniquePipeline();
  await servers.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await servers.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  await servers.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
  await servers.api.ok('publishVersion', { params: pipeline, body: { message: 'Second' } });
  await servers.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 3');
  const address = `/pipelines/${pipeline.namespace}/${pipeline.layer}/${pipeline.name}`;
  const shown = async (page: Page) => {
    const names = ['Publish', 'Discard changes', 'Roll back to v1', 'Restore into draft'];
    const counts = await Promise.all(
      names.map((name) => page.getByRole('button', { name, exact: true }).count()),
    );
    return names.filter((_, index) => counts[index] !== 0);
  };
  const openMenu = (page: Page) => button(page, 'More about v1').click();
  const editing = async (page: Page) => {
    const names = ['New file', 'Rename', 'Delete', 'Save'];
    const counts = await Promise.all(names.map((name) => button(page, name).count()));
    const isReadOnly = (await page.locator('.cm-content').getAttribute('aria-readonly')) === 'true';
    return [...names.filter((_, index) => counts[index] !== 0), ...(isReadOnly ? [] : ['typing'])];
  };

  front.everyone = 'reader';
  const page = await signedInAt(address);
  await page.getByText('Second').first().waitFor();
  await openMenu(page);
  await page.getByRole('link', { name: 'Files of v1' }).waitFor();
  await page.getByText('pipeline.sql').first().waitFor();
  await expect.poll(() => front.asked.some(({ path }) => path === '/api/v1/me')).toBe(true);
  expect(await shown(page)).toEqual([]);
  await page.goto(`${address}/code`);
  await page.locator('.cm-content').waitFor();
  expect(await editing(page)).toEqual([]);

  front.everyone = 'editor';
  await page.reload();
  await expect.poll(() => editing(page)).toEqual(['New file', 'Rename', 'Delete', 'Save', 'typing']);
  await page.goto(address);
  await openMenu(page);
  await expect.poll(() => shown(page)).toEqual(['Discard changes', 'Restore into draft']);

  front.everyone = 'publisher';
  await page.reload();
  await openMenu(page);
  await expect.poll(() => shown(page)).toHaveLength(4);
  front.everyone = 'reader';
  await button(page, 'Roll back to v1').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
  await page.getByText(`publisher or publisher@${pipeline.namespace} in the claim groups`).waitFor();
});

test('who may publish but not override a freeze is offered no publish while there is one', async () => {
  const params = uniquePipeline();
  await servers.drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await servers.api.ok('freezePipeline', { params, body: { reason: 'Month-end close', until } });
  front.everyone = 'publisher';

  const page = await signedInAt(`/pipelines/${params.namespace}/${params.layer}/${params.name}`);
  const publish = button(page, 'Publish');

  await page.getByText('The pipeline is frozen until').waitFor();
  await expect.poll(() => publish.getAttribute('aria-disabled')).toBe('true');
  expect(await publish.getAttribute('title')).toBe('The pipeline is frozen');
  await publish.press('Enter');
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('a person without any role reads which one is missing', async () => {
  front.everyone = null;

  const page = await signedInAt();

  await page.getByText('It takes the role reader').first().waitFor();
});
