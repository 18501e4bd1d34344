// The Run tab: the files that runs use now, and the commands that read them.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

const address = (pipeline: ReturnType<typeof uniquePipeline>, view: string) =>
  `/pipelines/${pipeline.namespace}/${pipeline.layer}/${pipeline.name}/${view}`;

test('before the first publish the page says that nothing can run', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');

  const page = await portal.open(address(pipeline, 'run'));

  await page.getByText('has never been published').waitFor();
  await lookAt(page, 'run-unpublished');
});

test('the page lists the files that runs use, and copies whole commands', async () => {
  const pipeline = uniquePipeline();
  const pin = await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await portal.drafts.saveFile(pipeline, 'tests/quality/not_null.sql', 'SELECT 2');
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });

  const page = await portal.open(address(pipeline, 'run'), {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const row = page.getByRole('row', { name: /pipeline\.sql/ });
  await row.waitFor();
  expect(await row.textContent()).toContain(pin);
  expect(await page.getByRole('row', { name: /not_null\.sql/ }).textContent()).toContain('quality test');

  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Copy the curl command' }).click();
  await expect.poll(clipboard).toMatch(/^curl -s "http.*published\?presign=true"$/);
  const url = /"(.*)"/.exec(await clipboard())?.[1] ?? '';
  expect(await (await fetch(url)).json()).toMatchObject({ version_number: 1, source: { version_id: pin } });
  await page.getByRole('button', { name: 'Copy the pull command' }).click();
  await expect.poll(clipboard).toContain(`pull ${pipeline.namespace}/${pipeline.layer}/${pipeline.name}`);
  await lookAt(page, 'run');
});

test('where versions are released, the page says where, and copies it', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  const page = await portal.open('/', { permissions: ['clipboard-read', 'clipboard-write'] });
  const location = 's3://team-files/releases/default/silver/orders/1/';
  const release = { location, manifest: 's3://team-files/releases/default/silver/orders/1.manifest.json' };
  await page.route('**/versions/1', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), release } });
  });

  await page.goto(address(pipeline, 'run'));

  await page.getByRole('heading', { name: 'As plain objects' }).waitFor();
  await page.getByRole('button', { name: 'Copy the location' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(location);
  await lookAt(page, 'run-released');
});

const run = promisify(execFile);

test('what is copied installs both packages on an empty machine, and pulls', {
  timeout: 180_000,
}, async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  const page = await portal.open(address(pipeline, 'run'), {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const machine = await emptyMachine();

  async function runCopied(name: string): Promise<string> {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.getByRole('button', { name: `Copy the ${name} command` }).click();
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(clipboard).not.toBe('');
    return machine.shell(await clipboard());
  }

  await runCopied('npm');
  expect(await runCopied('pull')).toContain('is v1 of');
  expect(readFileSync(join(machine.dir, pipeline.name, 'pipeline.sql'), 'utf8')).toBe('SELECT 1');
  await runCopied('pip');
  await rm(join(machine.dir, pipeline.name));
  expect(await runCopied('Python')).toContain(pipeline.name);
  expect(readFileSync(join(machine.dir, pipeline.name, 'pipeline.sql'), 'utf8')).toBe('SELECT 1');
});

/** A home, an npm prefix and a virtual environment, each with nothing in it. No registry can be reached from there. */
async function emptyMachine() {
  const dir = await mkdtemp(join(tmpdir(), 'empty-machine-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await run('python3', ['-m', 'venv', join(dir, 'venv')]);
  const env = {
    HOME: dir,
    PATH: `${join(dir, 'venv/bin')}:${join(dir, 'prefix/bin')}:${process.env.PATH}`,
    npm_config_prefix: join(dir, 'prefix'),
    npm_config_registry: 'http://127.0.0.1:9/',
    PIP_NO_INDEX: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  };
  return {
    dir,
    shell: async (command: string) => {
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], { cwd: dir, env });
      return stdout;
    },
  };
}
