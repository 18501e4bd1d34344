// A run that a publish starts: the service tells of the version, an executor pulls that very version, and DuckDB runs it,
// whatever has become current meanwhile.

import { globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCli } from '../cli/support/run-cli.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { startProcess } from '../infra/local/support/server-process.ts';
import { NOTIFY_SECRET, type ReceivedEvent, startReceiver } from '../support/webhook-receiver.ts';
import { type Contents, type Outcome, runOnDuckDb, SOURCE } from './engine.ts';

const PIPELINE = 'default/silver/clean_orders';
const SEED = readFileSync(join(import.meta.dirname, '../../infra/local/provision/demo', SOURCE), 'utf8');

async function send(url: string, method: string, body: string): Promise<void> {
  const reply = await fetch(url, { method, body });
  if (!reply.ok) throw new Error(`${method} ${url}: ${await reply.text()}`);
}

/** Knows what the event says, and nothing else. */
async function execute(apiUrl: string, { data }: ReceivedEvent): Promise<Outcome> {
  const dir = join(await newDir(), 'version');
  const version = ['--version', String(data.version_number)];
  const { code } = await createCli(apiUrl).run('pull', `${data.pipeline}`, ...version, '--out', dir);
  expect(code).toBe(0);
  const paths = globSync('**/*.*', { cwd: dir });
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(dir, path), 'utf8')] as const),
  );
  return runOnDuckDb(Object.fromEntries(texts) satisfies Contents);
}

test('each publish and each rollback starts a run of the version that it made', async () => {
  const receiver = await startReceiver();
  const flags = ['--notify-url', receiver.url];
  const { apiUrl } = await startProcess(await newDir(), flags, { LOCAL_NOTIFY_SECRET: NOTIFY_SECRET });
  const pipeline = `${apiUrl}/api/v1/pipelines/${PIPELINE}`;
  const wrong = SEED.replace('CAST(amount', '-CAST(amount');

  await send(`${pipeline}/publish`, 'POST', '{"message":"Right"}');
  await send(`${pipeline}/files/${SOURCE}`, 'PUT', wrong);
  await send(`${pipeline}/publish`, 'POST', '{"message":"Wrong"}');
  await send(`${pipeline}/versions/1/rollback`, 'POST', '{}');
  await send(`${pipeline}/files/${SOURCE}`, 'PUT', 'nobody has published this');
  const runs: Outcome[] = [];
  for (const event of await receiver.taken(3)) runs.push(await execute(apiUrl, event));

  expect(runs.map(({ status }) => status)).toEqual(['passed', 'failed', 'passed']);
  expect(runs[1]?.reasons).toEqual(['tests/quality/amount_is_not_negative.sql']);
  expect(runs[0]?.orders.length).toBeGreaterThan(0);
  expect(runs[2]?.orders).toEqual(runs[0]?.orders);
});
