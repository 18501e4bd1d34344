// The command line is built as one file that needs nothing beside it.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { tinyServer } from '../client/support/tiny-server.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { IDENTITY } from '../support/clients.ts';
import { tinyService } from './support/tiny-service.ts';

const run = promisify(execFile);
const BUILD = join(import.meta.dirname, '../../cli/build.ts');

async function built() {
  const dir = await newDir();
  await run(process.execPath, [BUILD, dir]);
  return { dir, program: join(dir, 'pipeline-versioning.mjs') };
}

/** What `node` is on a machine whose own Node is older than the project's. */
function otherNode(): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).filter((place) => !place.includes('node_modules'));
  return places.map((place) => join(place, 'node')).find((path) => existsSync(path));
}

test('the built program pulls many files at once without a warning, on the Node of the machine', async (context) => {
  const node = otherNode();
  if (node === undefined) return context.skip('there is no Node on this machine but the project’s');
  const { dir, program } = await built();
  const contents = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}.sql`, `${index}`]));
  const { url } = await tinyService(contents);

  const args = ['pull', 'tests/silver/orders', '--out', join(dir, 'out'), '--url', url];
  const { stdout, stderr } = await run(node, [program, ...args], { cwd: dir, env: { HOME: dir } });

  expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining('(40 files)'), stderr: '' });
});

test('the built program runs by itself, signing included', async () => {
  const { dir, program } = await built();
  const { url, received } = await tinyServer({ status: 200, body: { pipelines: [], next_cursor: null } });

  const { stdout } = await run(program, ['list', '--sign', '--url', url], {
    cwd: dir,
    env: { ...IDENTITY, HOME: dir, PATH: process.env.PATH },
  });

  expect(stdout).toBe('No pipelines.\n');
  expect(received[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
  expect((await stat(program)).size).toBeLessThan(3_000_000);
});
