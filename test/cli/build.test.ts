// What `npx pipeline-versions` runs is one file that needs nothing beside it.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { tinyServer } from '../client/support/tiny-server.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { IDENTITY } from '../support/clients.ts';

const run = promisify(execFile);
const BUILD = join(import.meta.dirname, '../../cli/build.ts');

test('the built program runs by itself, signing included', async () => {
  const dir = await newDir();
  const program = join(dir, 'pipeline-versions.mjs');
  const { url, received } = await tinyServer({ status: 200, body: { pipelines: [], next_cursor: null } });

  await run(process.execPath, [BUILD, dir]);
  const { stdout } = await run(program, ['list', '--sign', '--url', url], {
    cwd: dir,
    env: { ...IDENTITY, HOME: dir, PATH: process.env.PATH },
  });

  expect(stdout).toBe('No pipelines.\n');
  expect(received[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
  expect((await stat(program)).size).toBeLessThan(3_000_000);
});
