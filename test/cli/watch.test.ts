// watch: a line for every change, until Ctrl-C.
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { displayName } from '../../functions/domain/pipeline.ts';
import { ended } from '../support/ended.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';

const { api, apiUrl, drafts } = await useServers();

test('watch prints a line when the version or the flag changes, and ends with 130 on Ctrl-C', async () => {
  const params = uniquePipeline();
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
  await api.ok('getPipeline', { params, query: { refresh: true } });
  const child = createCli(apiUrl).start('watch', displayName(params), '--interval', '0.02', '--json');
  const end = ended(child);
  if (child.stdout === null) throw new Error('its output is not piped');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? 'null');

  const first = await next();
  await api.ok('publishVersion', { params, body: { message: 'One' } });
  const second = await next();
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 2');
  const third = await next();
  child.kill('SIGINT');

  expect(first).toMatchObject({ latest_version: null, draft_dirty: null });
  expect(second).toMatchObject({ latest_version: 1, draft_dirty: false, message: 'One' });
  expect(third).toMatchObject({ latest_version: 1, draft_dirty: true });
  expect(await end).toMatchObject({ code: 130, stderr: expect.stringContaining('INTERRUPTED') });
});

test('watch of a pipeline that is not there is refused at once', async () => {
  const { code } = await createCli(apiUrl).run('watch', displayName(uniquePipeline()));

  expect(code).toBe(1);
});
