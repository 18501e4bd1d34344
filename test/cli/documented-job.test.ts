// The CI job of docs/command-line.md: its commands, run as they stand there.
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { newDir } from '../infra/local/support/new-dir.ts';
import { patience } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';

const { api, apiUrl } = await useServers();
const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

const workflow = z.object({
  jobs: z.object({
    publish: z.object({
      env: z.object({ PIPELINE: z.string() }),
      steps: z.array(z.object({ run: z.string().optional(), uses: z.string().optional() })),
    }),
  }),
});

async function readJob() {
  const page = await readFile(join(ROOT, 'docs/command-line.md'), 'utf8');
  const [, yaml = ''] = /```yaml .*?\n(on:.*?)```/s.exec(page) ?? [];
  return workflow.parse(parse(yaml)).jobs.publish;
}

test('the documented job checks a directory, pushes it, prints what differs and publishes it', {
  timeout: patience(60_000),
}, async () => {
  const { env, steps } = await readJob();
  const commands = steps.flatMap(({ run = '' }) =>
    run.startsWith('npx --no -- pipeline-versioning ') ? [run] : [],
  );
  const checkout = await newDir();
  await mkdir(join(checkout, 'pipelines/clean_orders'), { recursive: true });
  await writeFile(join(checkout, 'pipelines/clean_orders/pipeline.sql'), 'SELECT 1\n');
  await writeFile(join(checkout, 'npx'), `#!/bin/sh\nshift 3\nexec node ${join(ROOT, 'cli/main.ts')} "$@"\n`);
  await chmod(join(checkout, 'npx'), 0o755);

  const printed: string[] = [];
  for (const command of commands) {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: checkout,
      env: {
        PATH: `${checkout}:${process.execPath.replace(/\/[^/]+$/, '')}:${process.env.PATH}`,
        ...{ HOME: checkout, GITHUB_SHA: 'c0ffee', PIPELINE: env.PIPELINE, PIPELINE_VERSIONING_URL: apiUrl },
      },
    });
    printed.push(stdout);
  }

  const [namespace, layer, name] = env.PIPELINE.split('/');
  const { body } = await api.ok('getVersion', { params: { namespace, layer, name, version_number: 1 } });
  expect(printed).toEqual([
    'Nothing is wrong.\n',
    '  A pipeline.sql\n1 file changed, 0 as they were.\n',
    expect.stringContaining('+SELECT 1\nnever published → draft: 1 added\n'),
    `Published ${env.PIPELINE} v1 (1 file).\n`,
  ]);
  expect(body.message).toBe('c0ffee');
});

test("the documented job's actions are pinned by the commits that this project's own workflows use", async () => {
  const workflows = ['ci.yml', 'deploy.yml'].map((name) =>
    readFile(join(ROOT, '.github/workflows', name), 'utf8'),
  );
  const ours = (await Promise.all(workflows)).join('\n');
  const actions = (await readJob()).steps.flatMap(({ uses }) => uses ?? []);

  expect(actions).toHaveLength(3);
  for (const action of actions) {
    expect(action).toMatch(/@[0-9a-f]{40}$/);
    expect(ours).toContain(`uses: ${action} #`);
  }
});
