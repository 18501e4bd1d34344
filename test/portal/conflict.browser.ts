// Unsaved text when others save the file, when a person leaves the page, and while the service is down.
import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

const PATH = 'pipeline.sql';
const TEXT = '-- Orders\nSELECT id\nFROM orders\n';

const overview = ({ namespace, layer, name }: Pipeline) => `/pipelines/${namespace}/${layer}/${name}`;
const code = (pipeline: Pipeline) => `${overview(pipeline)}/code`;
const editor = (page: Page, path = PATH) => page.getByRole('textbox', { name: path, exact: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const saved = (page: Page) => page.getByText('Saved', { exact: true }).waitFor();
const stored = (pipeline: Pipeline) => portal.drafts.readFile(pipeline, PATH);

async function draftOf(text = TEXT): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, PATH, text);
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  return pipeline;
}

async function append(page: Page, text: string): Promise<void> {
  await editor(page).press('Control+End');
  await page.keyboard.type(text);
}

async function save(page: Page): Promise<void> {
  await page.keyboard.press('Control+s');
  await saved(page);
}

async function onceOnPut(page: Page, handle: (route: Route) => Promise<void>): Promise<void> {
  let isDone = false;
  await page.route(/\/files\//, (route) => {
    if (isDone || route.request().method() !== 'PUT') return route.continue();
    isDone = true;
    return handle(route);
  });
}

/** Two tabs have typed into the same file, and the first one has saved. */
async function conflict() {
  const pipeline = await draftOf();
  const first = await portal.open(code(pipeline));
  const second = await portal.openTab(first, code(pipeline));
  await append(first, 'WHERE theirs');
  await append(second, 'WHERE mine');
  await save(first);
  await second.keyboard.press('Control+s');
  await second.getByText('Nothing is overwritten').waitFor();
  return { pipeline, first, second };
}

test('a conflict shows both texts side by side, and overwrites nothing', async () => {
  const { pipeline, second } = await conflict();

  const theirs = second.getByRole('textbox', { name: `${PATH}, there now` });
  const mine = second.getByRole('textbox', { name: `${PATH}, yours` });

  await expect.poll(() => theirs.innerText()).toContain('WHERE theirs');
  expect(await mine.innerText()).toContain('WHERE mine');
  expect(await theirs.getAttribute('aria-readonly')).toBe('true');
  expect(await stored(pipeline)).toBe(`${TEXT}WHERE theirs`);
  await lookAt(second, 'conflict');
});

test('a conflict far down in a long file scrolls into view', async () => {
  const lines = Array.from({ length: 400 }, (_, index) => `SELECT ${index}\n`).join('');
  const pipeline = await draftOf(lines);
  const page = await portal.open(code(pipeline));
  await append(page, 'SELECT mine');

  await portal.drafts.saveFile(pipeline, PATH, `${lines}SELECT theirs`);
  await press(page, 'Compare');

  // Only the lines in view are in the page.
  const theirs = page.getByRole('textbox', { name: `${PATH}, there now` });
  await expect.poll(() => theirs.innerText()).toContain('SELECT theirs');
});

test('“Save mine” saves my text as edited beside theirs', async () => {
  const { pipeline, first, second } = await conflict();

  await second.getByRole('textbox', { name: `${PATH}, yours` }).press('Control+End');
  await second.keyboard.type(' AND theirs');
  await press(second, 'Save mine on top of theirs');
  await editor(second).waitFor();

  expect(await stored(pipeline)).toBe(`${TEXT}WHERE mine AND theirs`);
  await expect.poll(() => editor(first).innerText()).toContain('WHERE mine AND theirs');
  await first.getByText('Changed by somebody else just now').waitFor();
});

test('“Take theirs” shows their text, and mine can still be brought back', async () => {
  const { pipeline, second } = await conflict();

  await press(second, 'Take theirs');
  await expect.poll(() => editor(second).innerText()).toContain('WHERE theirs');
  await press(second, 'Bring it back');
  await expect.poll(() => editor(second).innerText()).toContain('WHERE mine');
  await save(second);

  expect(await stored(pipeline)).toBe(`${TEXT}WHERE mine`);
});

test('after “Keep editing” the next save asks again', async () => {
  const { pipeline, second } = await conflict();

  await press(second, 'Keep editing');
  await append(second, ' AND more');
  await second.getByText('Changed by somebody else since you opened it.').waitFor();
  await second.keyboard.press('Control+s');
  await second.getByText('Nothing is overwritten').waitFor();

  expect(await stored(pipeline)).toBe(`${TEXT}WHERE theirs`);
});

test('a save by others while the conflict is open is not overwritten either', async () => {
  const { pipeline, second } = await conflict();

  await onceOnPut(second, async (route) => {
    await portal.drafts.saveFile(pipeline, PATH, 'SELECT newest');
    await route.continue();
  });
  await press(second, 'Save mine on top of theirs');

  const theirs = second.getByRole('textbox', { name: `${PATH}, there now` });
  await expect.poll(() => theirs.innerText()).toBe('SELECT newest');
  expect(await stored(pipeline)).toBe('SELECT newest');
});

test('two tabs that save the same text have no conflict', async () => {
  const pipeline = await draftOf();
  const first = await portal.open(code(pipeline));
  const second = await portal.openTab(first, code(pipeline));

  await append(first, 'LIMIT 1');
  await append(second, 'LIMIT 1');
  await save(first);
  await second.keyboard.press('Control+s');

  await expect.poll(() => second.getByText('Unsaved changes', { exact: true }).count()).toBe(0);
  expect(await second.getByText('Nothing is overwritten').count()).toBe(0);
});

test('a save whose answer was lost makes no conflict', async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  await append(page, 'LIMIT 1');
  await onceOnPut(page, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });

  await save(page);

  expect(await stored(pipeline)).toBe(`${TEXT}LIMIT 1`);
  expect(await page.getByText('Nothing is overwritten').count()).toBe(0);
});

test('an open file without unsaved text follows what others save', async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  await editor(page).press('Control+Home');
  await page.keyboard.press('ArrowDown');

  await portal.drafts.saveFile(pipeline, PATH, `-- A new first line\n${TEXT}`);
  await expect.poll(() => editor(page).innerText()).toContain('-- A new first line');
  await page.keyboard.type('/* here */ ');

  await expect.poll(() => editor(page).innerText()).toContain('/* here */ SELECT id');
});

test('a file stays open when others add one that would be opened first', async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  await append(page, 'WHERE mine');

  await portal.drafts.saveFile(pipeline, 'pipeline.py', 'print()');
  await page.getByRole('treeitem', { name: 'pipeline.py, added' }).waitFor();
  await page.keyboard.type(' AND more');

  await expect.poll(() => editor(page).innerText()).toContain('WHERE mine AND more');
});

test('the page says when others save a file with unsaved text, and shows their text on demand', async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  await append(page, 'WHERE mine');

  await portal.drafts.saveFile(pipeline, PATH, 'SELECT theirs');
  await page.getByText('Changed by somebody else since you opened it.').waitFor();
  expect(await editor(page).innerText()).toContain('WHERE mine');
  await press(page, 'Compare');

  const theirs = page.getByRole('textbox', { name: `${PATH}, there now` });
  await expect.poll(() => theirs.innerText()).toBe('SELECT theirs');
});

test('unsaved text of a file that others delete stays, and can be saved as a new file', async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  await append(page, 'WHERE mine');

  await portal.drafts.deleteFile(pipeline, PATH);
  await page.getByText('Deleted by somebody else').waitFor();
  await press(page, 'Save as a new file');
  await expect.poll(() => page.getByText('Deleted by somebody else').count()).toBe(0);

  expect(await stored(pipeline)).toBe(`${TEXT}WHERE mine`);
});

test('leaving the Code tab asks first, and kept text is there on return', async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  await append(page, 'WHERE mine');
  const toOverview = page.getByRole('link', { name: 'Overview' });

  await toOverview.click();
  await page.getByRole('dialog', { name: 'There is unsaved text' }).waitFor();
  await lookAt(page, 'code-leaving');
  await press(page, 'Stay');
  expect(page.url()).toContain('/code');
  expect(await page.title()).toMatch(/^● (Code|pipeline\.sql) · /);
  await toOverview.click();
  await press(page, 'Leave, keep my text in this tab');
  await page.waitForURL((url) => url.pathname === overview(pipeline));
  expect(await page.title()).toBe(`${pipeline.namespace}/${pipeline.layer}/${pipeline.name}`);
  await page.getByRole('link', { name: 'Code' }).click();
  await expect.poll(() => editor(page).innerText()).toContain('WHERE mine');
  await toOverview.click();
  await press(page, 'Leave and discard');
  await page.waitForURL((url) => url.pathname === overview(pipeline));
  await page.getByRole('link', { name: 'Code' }).click();

  await expect.poll(() => editor(page).innerText()).toContain('SELECT id');
  expect(await editor(page).innerText()).not.toContain('WHERE mine');
});

test("the browser's back button asks first, too", async () => {
  const pipeline = await draftOf();
  const page = await portal.open(overview(pipeline));
  await page.getByRole('link', { name: 'Code' }).click();
  await append(page, 'WHERE mine');

  await page.evaluate(() => history.back());
  await page.getByRole('dialog', { name: 'There is unsaved text' }).waitFor();
  await press(page, 'Stay');
  expect(await editor(page).innerText()).toContain('WHERE mine');
  await page.evaluate(() => history.back());
  await press(page, 'Leave, keep my text in this tab');
  await page.waitForURL((url) => url.pathname === overview(pipeline));
  await page.getByRole('link', { name: 'Code' }).click();

  await expect.poll(() => editor(page).innerText()).toContain('WHERE mine');
});

test('closing the window asks first while there is unsaved text', async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  const asked: string[] = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });

  await append(page, 'WHERE mine');
  await page.reload();
  await page.getByText('Restored unsaved text').waitFor();
  expect(asked).toEqual(['beforeunload']);
  await editor(page).click();
  await save(page);
  await page.reload();
  await editor(page).waitFor();

  expect(asked).toEqual(['beforeunload']);
  expect(await page.getByText('Restored unsaved text').count()).toBe(0);
  expect(await stored(pipeline)).toBe(`${TEXT}WHERE mine`);
});

test('restored text remembers its ETag: a save by others in between makes a conflict', async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  page.on('dialog', (dialog) => dialog.accept());
  await append(page, 'WHERE mine');

  await portal.drafts.saveFile(pipeline, PATH, 'SELECT theirs');
  await page.reload();
  await page.getByText('Restored unsaved text').waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('Nothing is overwritten').waitFor();

  expect(await stored(pipeline)).toBe('SELECT theirs');
});

test('several files can have unsaved text, and moving between them asks nothing', async () => {
  const pipeline = await draftOf();
  await portal.drafts.saveFile(pipeline, 'config.yaml', 'retries: 1\n');
  const page = await portal.open(code(pipeline));

  await append(page, 'WHERE one');
  await page.getByRole('treeitem', { name: 'config.yaml' }).click();
  await editor(page, 'config.yaml').press('Control+End');
  await page.keyboard.type('two: 2');
  await page.getByRole('treeitem', { name: PATH }).click();
  await expect.poll(() => editor(page).innerText()).toContain('WHERE one');
  expect(await page.getByRole('treeitem', { name: /unsaved changes/ }).count()).toBe(2);
  await editor(page).press('Control+z');

  await expect.poll(() => editor(page).innerText()).not.toContain('WHERE one');
  await expect.poll(() => page.getByRole('treeitem', { name: /unsaved changes/ }).count()).toBe(1);
});

test("the page says when the browser's storage is full, and keeps working", async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  await editor(page).waitFor();
  await page.evaluate(() => {
    for (let size = 5 * 2 ** 20; size >= 1; size = Math.floor(size / 2))
      try {
        for (let index = 0; ; index++) sessionStorage.setItem(`full ${size} ${index}`, 'x'.repeat(size));
      } catch {}
  });

  await append(page, 'WHERE mine');
  await page.getByText('This browser has no room left for unsaved text').waitFor();
  await save(page);

  expect(await stored(pipeline)).toBe(`${TEXT}WHERE mine`);
});

test('while the service is down the text stays and the page shows the error; after a restart it can be saved', async () => {
  const pipeline = await draftOf();
  const page = await portal.open(code(pipeline));
  await append(page, 'WHERE mine');

  await portal.kill9();
  await page.keyboard.press('Control+s');
  await page.getByText('Connection lost').waitFor();
  await page.getByRole('alert').getByText('cannot be reached').waitFor({ timeout: 30_000 });
  expect(await editor(page).innerText()).toContain('WHERE mine');
  await portal.restart();
  await expect.poll(() => page.getByText('Connection lost').count()).toBe(0);
  await save(page);

  expect(await portal.drafts.readFile(pipeline, PATH)).toBe(`${TEXT}WHERE mine`);
});
