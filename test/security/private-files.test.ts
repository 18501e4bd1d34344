// What the service keeps on disk is for its user alone, whatever the user's umask is.
import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publish, save, useS3 } from '../infra/local/support/local-calls.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { startProcess } from '../infra/local/support/server-process.ts';
import { IDENTITY } from '../support/clients.ts';

/** The octal modes below a directory, itself included. */
async function modesIn(directory: string) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  const modes = await Promise.all(
    entries.map(async (entry) => ({
      kind: entry.isDirectory() ? 'directories' : 'files',
      mode: await modeOf(join(entry.parentPath, entry.name)),
    })),
  );
  const of = (kind: string) => [
    ...new Set(modes.filter((each) => each.kind === kind).map(({ mode }) => mode)),
  ];
  return { top: await modeOf(directory), directories: of('directories'), files: of('files') };
}

const PRIVATE = { top: '700', directories: ['700'], files: ['600'] };

test('drafts, versions and events that wait are readable by their user alone', async () => {
  const [embedded, events] = [join(await newDir(), 'data'), join(await newDir(), 'data')];

  const first = await startProcess(embedded);
  await save(useS3(first.s3Url), 'pipeline.sql', 'SELECT 1');
  expect(await publish(first.apiUrl, 'First')).toBe(201);
  await startProcess(events, ['--s3', first.s3Url, '--dynamodb', first.dynamodbUrl, '--no-events'], IDENTITY);

  expect(await modesIn(embedded)).toEqual(PRIVATE);
  expect(await readdir(events)).toEqual(['events', 'events-token']);
  expect(await modesIn(events)).toEqual(PRIVATE);
});

test('a directory that was there keeps its own mode; what an older start left open in it is closed', async () => {
  const data = await newDir();
  await chmod(data, 0o755);
  for (const name of ['s3', 'dynamodb', 'theirs']) await mkdir(join(data, name), { mode: 0o755 });

  await startProcess(data);

  const modes = await Promise.all(
    ['', 's3', 'dynamodb', 'theirs'].map(async (name) => (await stat(join(data, name))).mode & 0o777),
  );
  expect(modes).toEqual([0o755, 0o700, 0o700, 0o755]);
});
