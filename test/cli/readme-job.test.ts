// The CI job that the README shows: its commands, run as they stand there.
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { newDir } from '../infra/local/support/new-dir.ts';
import { useServers } from '../support/servers.ts';

const { api, apiUrl } = await useServers();
const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

const workflow = z.object({
  jobs: z.object({
    publish: z.object({
      env: z.object({ PIPELINE: z.string() }),
      steps: z.array(z.object({ run: z.string().optional() })),
    }),
  }),
});

test('the job of the README pushes a directory, prints what differs and publishes it', async () => {
  const [, yaml = ''] = /```yaml\n(on:.*?)```/s.exec(await readFile(join(ROOT, 'README.md'), 'utf8')) ?? [];
  const { env, steps } = workflow.parse(parse(yaml)).jobs.publish;
  const commands = steps.flatMap(({ run = '' }) => (run.startsWith('npx pipeline-versions ') ? [run] : []));
  const checkout = await newDir();
  await mkdir(join(checkout, 'pipelines/clean_orders'), { recursive: true });
  await writeFile(join(checkout, 'pipelines/clean_orders/pipeline.sql'), 'SELECT 1\n');
  await writeFile(join(checkout, 'npx'), `#!/bin/sh\nshift\nexec node ${join(ROOT, 'cli/main.ts')} "$@"\n`);
  await chmod(join(checkout, 'npx'), 0o755);

  const printed: string[] = [];
  for (const command of commands) {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: checkout,
      env: {
        PATH: `${checkout}:${process.execPath.replace(/\/[^/]+$/, '')}:${process.env.PATH}`,
        ...{ HOME: checkout, GITHUB_SHA: 'c0ffee', PIPELINE: env.PIPELINE, PIPELINE_VERSIONS_URL: apiUrl },
      },
    });
    printed.push(stdout);
  }

  const [namespace, layer, name] = env.PIPELINE.split('/');
  const { body } = await api.ok('getVersion', { params: { namespace, layer, name, version_number: 1 } });
  expect(printed).toEqual([
    '  A pipeline.sql\n1 file changed, 0 as they were.\n',
    expect.stringContaining('+SELECT 1\nnever published → draft: 1 added\n'),
    `Published ${env.PIPELINE} v1 (1 file).\n`,
  ]);
  expect(body.message).toBe('c0ffee');
});
