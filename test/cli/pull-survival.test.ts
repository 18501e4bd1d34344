// Whenever a pull is killed, DIR is one whole snapshot, and the next pull goes on as if nothing had been.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { displayName } from '../../functions/domain/pipeline.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { ended } from '../support/ended.ts';
import { seededRandom } from '../support/random.ts';
import { patience } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';
import { type Contents, shown, snapshotsOf } from './support/shown.ts';

const KILL_AT_STEP = join(import.meta.dirname, 'support/kill-at-step.ts');
const ENOUGH_STEPS = 100;
const ROUNDS = 30;
const READER_PAUSE_MS = 25;

const { api, apiUrl, drafts } = await useServers();

/** Versions 1 and 2, of as many files; each file says of which version it is. */
async function twoVersions(count: number) {
  const pipeline = uniquePipeline();
  const contents: Contents[] = [];
  for (const version of ['1', '2']) {
    const names = Array.from(
      { length: count - 1 },
      (_, index) => `tests/${index % 3}/${version}-${index}.sql`,
    );
    const files = Object.fromEntries(
      ['pipeline.sql', ...names].map((path) => [path, `${path} of ${version}`]),
    );
    for (const path of Object.keys(contents[0] ?? {}))
      if (!(path in files)) await drafts.deleteFile(pipeline, path);
    await drafts.saveFiles(pipeline, files);
    await api.ok('publishVersion', { params: pipeline, body: { message: version } });
    contents.push(Object.fromEntries(Object.entries(files).toSorted()));
  }
  return { name: displayName(pipeline), contents };
}

/** Which version DIR shows, 0 if it is not there. Anything that is not just one version fails. */
async function versionIn(dir: string, contents: readonly Contents[]): Promise<number> {
  const found = await shown(dir);
  if (found === null) return 0;
  const index = contents.findIndex((content) => JSON.stringify(content) === JSON.stringify(found));
  expect(index, `a mixture: ${Object.keys(found).join(', ')}`).not.toBe(-1);
  return index + 1;
}

test('killed at each of its steps in turn, DIR is the old snapshot or the new one', {
  timeout: patience(180_000),
}, async () => {
  const { name, contents } = await twoVersions(3);
  const out = join(await newDir(), 'out');
  const seen: number[] = [0];
  let isDone = false;

  // The first version is asked for until it is there, then each next run asks for the other one.
  for (let step = 1; !isDone && step < ENOUGH_STEPS; step += 1) {
    const before = seen.at(-1) ?? 0;
    const wanted = before === 1 ? 2 : 1;
    const killed = createCli(apiUrl, {
      env: { KILL_AT: String(step) },
      nodeArgs: ['--import', KILL_AT_STEP],
    });
    const { code } = await killed.run('pull', name, '--out', out, '--version', String(wanted));
    const after = await versionIn(out, contents);
    expect([before, wanted]).toContain(after);
    isDone = code === 0;
    seen.push(after);
  }

  expect(isDone).toBe(true);
  expect(new Set(seen)).toEqual(new Set([0, 1, 2]));
  expect(await snapshotsOf(out)).toHaveLength(2);
});

test('killed at random moments, DIR is one whole snapshot for whoever reads it', {
  timeout: patience(180_000),
}, async () => {
  const random = seededRandom();
  const { name, contents } = await twoVersions(12);
  const out = join(await newDir(), 'out');
  const cli = createCli(apiUrl);
  const began = performance.now();
  await cli.run('pull', name, '--out', out, '--version', '1');
  const duration = performance.now() - began;

  const stop = new AbortController();
  const reading = (async () => {
    let reads = 0;
    for (; !stop.signal.aborted; reads += 1) {
      expect(await versionIn(out, contents)).not.toBe(0);
      // Without a pause this would keep a core from the pulls.
      await setTimeout(READER_PAUSE_MS);
    }
    return reads;
  })();
  const outcomes: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = cli.start('pull', name, '--out', out, '--version', String((round % 2) + 1));
    const end = ended(child);
    await setTimeout(random() * duration * 1.2);
    child.kill('SIGKILL');
    outcomes.push((await end).code === 0 ? 'done' : 'killed');
    await versionIn(out, contents);
  }
  stop.abort();

  expect(await reading).toBeGreaterThan(ROUNDS);
  expect(outcomes).toContain('killed');
  expect(await cli.run('pull', name, '--out', out, '--version', '1')).toMatchObject({ code: 0 });
  expect(await versionIn(out, contents)).toBe(1);
  expect((await snapshotsOf(out)).length).toBeLessThanOrEqual(2);
});
