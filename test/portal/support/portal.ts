// The running service with a browser in front of it: one of each for a test file. Every page that a test opens is
// watched: a script error, a breach of the Content-Security-Policy or a request to another origin fails the test.
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Servers, startServers } from '../../support/servers.ts';

export interface Portal extends Servers {
  /** A browser profile of its own, as another person at another desk has it. */
  open(address?: string, options?: OpenOptions): Promise<Page>;
  /** Another tab of the same browser. */
  openTab(page: Page, address: string): Promise<Page>;
  /** What the pages of this test have complained about so far; empties the list. */
  takeComplaints(): readonly string[];
}

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly permissions?: readonly string[];
  /** A phone's browser, which has no pointer that hovers. */
  readonly isPhone?: boolean;
}

/** Call once at the top of a test file. `flags` as `npm start` takes them. */
export async function usePortal(flags: readonly string[] = []): Promise<Portal> {
  // The newest: a service that is left running would keep the tests from ending.
  let servers = await startServers(flags);
  let isDown = false;
  const browser = await launchBrowser();
  afterAll(async () => {
    await browser.close();
    await servers.stop();
  });
  // A test that failed between the two would leave nothing to its repetition.
  afterEach(async () => {
    if (isDown) await portal.restart();
  });

  const portal: Portal = {
    ...servers,
    ...usePages(browser, servers.apiUrl),
    // Its ports are others after a restart.
    get drafts() {
      return servers.drafts;
    },
    get s3() {
      return servers.s3;
    },
    async kill9() {
      isDown = true;
      await servers.kill9();
    },
    async restart() {
      servers = await servers.restart();
      isDown = false;
      return servers;
    },
  };
  return portal;
}

export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  if (executablePath === undefined) throw new Error('CHROMIUM_PATH is not set; use npm run test:portal');
  // Chromium refuses its sandbox to root, which containers run as.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/** `others`: further origins that pages may go to and ask, such as an issuer's. */
export function usePages(
  browser: Browser,
  origin: string,
  others: readonly string[] = [],
): Pick<Portal, 'open' | 'openTab' | 'takeComplaints'> {
  const contexts: BrowserContext[] = [];
  let complaints: string[] = [];

  afterEach(async () => {
    await Promise.all(contexts.splice(0).map(closeContext));
    expect(takeComplaints()).toEqual([]);
  });
  beforeAll(() => {
    complaints = [];
  });

  function takeComplaints(): readonly string[] {
    const taken = complaints;
    complaints = [];
    return taken;
  }

  function listen(context: BrowserContext): void {
    context.on('weberror', (error) => complaints.push(`script: ${error.error().message}`));
    context.on('console', (message) => {
      // A refused or failed request is no fault of the page.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(`console: ${message.text()}`);
    });
    context.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (/^https?:$/.test(protocol) && ![origin, ...others].includes(asked))
        complaints.push(`foreign: ${request.url()}`);
    });
  }

  return {
    takeComplaints,
    async open(
      address = '/',
      { width = 1280, height = 800, colorScheme = 'light', permissions = [], isPhone = false } = {},
    ) {
      const context = await browser.newContext({
        baseURL: origin,
        viewport: { width, height },
        colorScheme,
        isMobile: isPhone,
        hasTouch: isPhone,
        permissions: [...permissions],
        locale: 'en-GB',
        timezoneId: 'UTC',
      });
      context.setDefaultTimeout(20_000);
      contexts.push(context);
      listen(context);
      return openIn(context, address);
    },
    openTab: (page, address) => openIn(page.context(), address),
  };
}

/** Pages poll: a handler of a route may be waiting for the service at this moment, and fails as its page goes. */
async function closeContext(context: BrowserContext): Promise<void> {
  const routed = [context, ...context.pages()];
  await Promise.all(routed.map((one) => one.unrouteAll({ behavior: 'ignoreErrors' })));
  await context.close();
}

async function openIn(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}
