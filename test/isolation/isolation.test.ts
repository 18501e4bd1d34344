// The promise of the whole service on a real engine: a run is of one version, whatever happens to the draft.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { displayName } from '../../functions/domain/pipeline.ts';
import { createCli } from '../cli/support/run-cli.ts';
import type { Random } from '../support/mulberry32.ts';
import { seededRandom } from '../support/random.ts';
import { patience } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createEditor, type Editor } from './editor.ts';
import { runOnDuckDb, SOURCE } from './engine.ts';
import { type Pull, pullInProcess, type Run, runPublished } from './executor.ts';
import { editAtRandom } from './random-edit.ts';
import { NOT_NEGATIVE, negativeAmounts, seed } from './seed.ts';

const servers = await useServers();

const LEAST_VERSIONS = 12;
const KINDS = 3;

/** Version 1: the demo pipeline. */
async function publishSeed(editor: Editor): Promise<void> {
  for (const [path, text] of Object.entries(seed)) await editor.save(path, text);
  await editor.publish();
}

async function newDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'isolation-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  return join(dir, 'pipeline');
}

/** Only such loops tell anything. */
function hasSeenEnough(runs: readonly Run[]): boolean {
  const versions = new Set(runs.map(({ version }) => version));
  const kinds = new Set(runs.map(({ outcome }) => outcome.status));
  return versions.size >= LEAST_VERSIONS && kinds.size === KINDS;
}

/** An editor at work and two executors, until one of these has seen enough. Returns the runs of each. */
async function runWhileEditing(
  editor: Editor,
  pull: Pull,
  random: Random,
): Promise<readonly (readonly Run[])[]> {
  const loops: readonly Run[][] = [[], []];
  let isOver = false;
  async function edit(): Promise<void> {
    while (!isOver) await editAtRandom(editor, random);
  }
  async function execute(runs: Run[]): Promise<void> {
    const dir = await newDir();
    while (!isOver && !hasSeenEnough(runs)) runs.push(await runPublished(pull, dir));
  }
  const end = () => {
    isOver = true;
  };
  await Promise.all([edit(), ...loops.map(execute)].map((work) => work.finally(end)));
  return loops;
}

test(
  'every run is of exactly one version, whatever is saved, deleted, published and rolled back meanwhile',
  async () => {
    const random = seededRandom();
    const pipeline = uniquePipeline();
    const editor = createEditor(servers, pipeline);
    await publishSeed(editor);

    const loops = await runWhileEditing(editor, pullInProcess(servers.apiUrl, pipeline), random);

    for (const { version, contents, outcome } of loops.flat()) {
      const published = editor.versions.get(version);
      expect(contents, `v${version}`).toEqual(published);
      expect(outcome, `v${version}`).toEqual(await runOnDuckDb(published ?? {}));
    }
    for (const loop of loops) {
      const numbers = loop.map(({ version }) => version);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    const published = new Set([...editor.versions.values()].flatMap((contents) => Object.values(contents)));
    expect(editor.saved.size, 'texts that no version ever had').toBeGreaterThan(published.size);
  },
  patience(120_000),
);

test('a rollback brings both the SQL and its tests back', async () => {
  const pipeline = uniquePipeline();
  const editor = createEditor(servers, pipeline);
  const cli = createCli(servers.apiUrl);
  const pull: Pull = (dir) => cli.json('pull', displayName(pipeline), '--out', dir);
  const dir = await newDir();
  await publishSeed(editor);
  const before = await runPublished(pull, dir);

  await editor.save(SOURCE, negativeAmounts);
  await editor.publish();
  const stopped = await runPublished(pull, dir);
  await editor.remove(NOT_NEGATIVE);
  await editor.publish();
  const unnoticed = await runPublished(pull, dir);
  await editor.rollBack(1);
  const after = await runPublished(pull, dir);

  expect(stopped.outcome).toMatchObject({ status: 'failed', reasons: [NOT_NEGATIVE] });
  expect(unnoticed.outcome).toMatchObject({
    status: 'passed',
    orders: [
      ['1', 'paid', '-12.50'],
      ['2', 'paid', '-99.00'],
      ['3', 'paid', '0.00'],
    ],
  });
  expect(after.contents).toEqual(before.contents);
  expect(after.outcome).toEqual({
    status: 'passed',
    reasons: [],
    orders: [
      ['1', 'paid', '12.50'],
      ['2', 'paid', '99.00'],
      ['3', 'paid', '0.00'],
    ],
  });
  expect([before, stopped, unnoticed, after].map(({ version }) => version)).toEqual([1, 2, 3, 4]);
});
