// The requests of an open page: it reads only what is in view, and nothing twice.
import type { Page, Route } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { numbersTo } from '../support/history.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();
const pipeline = uniquePipeline();
const resource = `/pipelines/${pipeline.namespace}/${pipeline.layer}/${pipeline.name}`;

const publish = (message: string) => portal.api.ok('publishVersion', { params: pipeline, body: { message } });
const row = (page: Page, number: number) => page.locator(`.history li[data-number="${number}"]`);

beforeAll(async () => {
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  for (const number of numbersTo(60)) await publish(`Message ${number}`);
});

/** The queries of the page's requests for versions, and the versions that its rows have compared, from now on. */
function requestsOf(page: Page) {
  const summaries: string[] = [];
  const compared: number[] = [];
  page.on('request', (request) => {
    const { pathname, search, searchParams } = new URL(request.url());
    if (pathname.endsWith(`${resource}/versions`)) summaries.push(search);
    const isRow = searchParams.get('from') !== 'current';
    if (pathname.endsWith(`${resource}/compare`) && isRow) compared.push(Number(searchParams.get('to')));
  });
  return { summaries, compared };
}

/** Newest first. */
const rowsInWindow = (page: Page) =>
  page
    .locator('.history li[data-number]')
    .evaluateAll((rows) =>
      rows
        .filter((li) => li.getBoundingClientRect().bottom > 0 && li.getBoundingClientRect().top < innerHeight)
        .map((li) => Number(li.dataset.number)),
    );

/** The rows in the window, once all of them have been compared. */
async function settledRows(page: Page): Promise<readonly number[]> {
  const look = async () => {
    const numbers = await rowsInWindow(page);
    const isCompared = await Promise.all(
      numbers.map((number) => row(page, number).locator('.others').count()),
    );
    return isCompared.every((count) => count === 1) && numbers.length > 0;
  };
  await expect.poll(look).toBe(true);
  return rowsInWindow(page);
}

test('a history reads summaries first, then compares the rows in the window, and reads nothing twice', async () => {
  const page = await portal.open('/');
  const { summaries, compared } = requestsOf(page);

  await page.goto(resource);
  const first = await settledRows(page);
  expect(summaries).toEqual(['?limit=50&fields=summary&runs=true']);
  expect(compared).toEqual(expect.arrayContaining([...first]));
  // While the draft above loads, a few more rows are in the window.
  expect(Math.min(...compared)).toBeGreaterThan(40);

  const before = compared.length;
  await page.evaluate(() => window.scrollTo(0, 1_500));
  const scrolled = await settledRows(page);
  expect(compared.slice(before).toSorted((a, b) => b - a)).toEqual(scrolled);

  await page.evaluate(() => window.scrollTo(0, 0));
  await settledRows(page);
  expect(new Set(compared).size).toBe(compared.length);
  expect(summaries).toEqual([
    summaries[0],
    expect.stringMatching(/^\?cursor=.*&limit=50&fields=summary&runs=true$/),
  ]);
});

test('scrolling on while the summaries load does not ask for them again', async () => {
  const page = await portal.open('/');
  const { summaries } = requestsOf(page);
  const held = Promise.withResolvers<Route>();
  await page.route(/\/versions\?/, (route) => held.resolve(route), { times: 1 });

  await page.goto(resource);
  const answer = await held.promise;
  await page.evaluate(() => window.scrollTo(0, 700));
  await row(page, 44).waitFor({ state: 'attached' });
  await answer.continue();
  await settledRows(page);

  expect(summaries).toHaveLength(1);
});

test('a version that somebody else publishes costs one summary and one comparison', async () => {
  const page = await portal.open(resource);
  await settledRows(page);
  const { summaries, compared } = requestsOf(page);

  const { body } = await publish('By somebody else');
  await row(page, body.version_number).locator('.others').waitFor();

  expect(summaries).toEqual(['?limit=1&fields=summary&runs=true']);
  expect(compared).toEqual([body.version_number]);
});

/** The statuses on the wire. Playwright itself sees the answer that the browser's cache makes of a 304. */
async function statusesOfPolls(page: Page): Promise<readonly number[]> {
  const session = await page.context().newCDPSession(page);
  const polls = new Set<string>();
  const statuses: number[] = [];
  session.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.endsWith(`/api/v1${resource}`)) polls.add(requestId);
  });
  session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => {
    if (polls.has(requestId)) statuses.push(statusCode);
  });
  await session.send('Network.enable');
  return statuses;
}

test('polls are answered 304 while nothing changes, and a change made elsewhere is shown', async () => {
  const page = await portal.open('/');
  const statuses = await statusesOfPolls(page);

  await page.goto(resource);
  await expect.poll(() => statuses.filter((status) => status === 304).length).toBe(3);
  expect(statuses.slice(statuses.indexOf(304))).toEqual([304, 304, 304]);

  await portal.drafts.saveFile(pipeline, 'config.yaml', `at: ${Date.now()}`);
  await page.getByText('Unpublished changes', { exact: true }).waitFor();
  expect(statuses).toContain(200);
});
