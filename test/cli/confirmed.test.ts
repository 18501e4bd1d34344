// The question before publish, rollback and restore, and that what is confirmed is what happens.
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { Interrupted } from '../../cli/failures.ts';
import { createOutput } from '../../cli/output/output.ts';
import { screenOf } from '../../cli/output/screen.ts';
import { createProgram } from '../../cli/program.ts';
import type { Session } from '../../cli/session.ts';
import { chooseTarget } from '../../cli/target.ts';
import { createClient } from '../../client/client.ts';
import { displayName } from '../../functions/domain/pipeline.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, apiUrl, drafts } = await useServers();

async function twoVersions() {
  const pipeline = uniquePipeline();
  for (const version of ['1', '2']) {
    await drafts.saveFile(pipeline, 'pipeline.sql', `SELECT ${version}`);
    await api.ok('publishVersion', { params: pipeline, body: { message: version } });
  }
  return pipeline;
}

/** Runs a command on a terminal where somebody types as soon as they are asked. */
async function onTerminal(answer: string, args: readonly string[], meanwhile = async () => {}) {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const session: Session = {
    client: createClient({ baseUrl: apiUrl }),
    target: chooseTarget({ url: apiUrl }, {}, undefined),
    out: createOutput({ json: false, stdout, stderr, screen: screenOf({}, {}, true) }),
    terminal: { input, output },
    signal: new AbortController().signal,
  };
  let isAsked = false;
  output.on('data', async (chunk) => {
    if (isAsked || !String(chunk).includes('(y/N)')) return;
    isAsked = true;
    await meanwhile();
    input.write(answer);
  });
  const error = await createProgram(async () => session)
    .parseAsync([...args], { from: 'user' })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  stdout.end();
  stderr.end();
  return { error, stdout: await text(stdout), stderr: await text(stderr) };
}

test.each(['rollback', 'restore'])('%s shows a path with a line feed in one line', async (command) => {
  const pipeline = await twoVersions();
  await drafts.saveFile(pipeline, 'a\nerror: all is well', '1');
  await api.ok('publishVersion', { params: pipeline, body: { message: '3' } });

  const { stderr } = await onTerminal('n\n', [command, displayName(pipeline), '1']);

  expect(stderr).toContain('  D "a\\nerror: all is well"\n');
});

describe.each([
  ['rollback', 'would use version 1 instead of 2: 1 modified\n  M pipeline.sql\n', 'again as v3'],
  ['restore', 'would become version 1: 1 modified\n  M pipeline.sql\n', 'is version 1 again'],
])('%s', (command, outlook, done) => {
  test('says what will change, and does it on yes', async () => {
    const name = displayName(await twoVersions());

    const { error, stdout, stderr } = await onTerminal('y\n', [command, name, '1']);

    expect(error).toBeUndefined();
    expect(stderr).toContain(outlook);
    expect(stdout).toContain(done);
  });

  test.each(['n\n', '\n'])('does nothing on %j', async (answer) => {
    const pipeline = await twoVersions();

    const { error, stdout } = await onTerminal(answer, [command, displayName(pipeline), '1']);

    const { body } = await api.ok('getPipeline', { params: pipeline, query: { refresh: true } });
    expect(error).toBeInstanceOf(Interrupted);
    expect(stdout).toBe('');
    expect(body).toMatchObject({ latest_version: 2, draft_dirty: false });
  });
});

test('a rollback is refused if another version was published while the question stood', async () => {
  const params = await twoVersions();
  const publish = async () => void (await api.ok('publishVersion', { params, body: { message: '3' } }));

  const { error } = await onTerminal('y\n', ['rollback', displayName(params), '1'], publish);

  expect(error).toMatchObject({ code: 'PRECONDITION_FAILED', details: { current_version: 3 } });
});

test('a restore is refused if the draft was edited while the question stood', async () => {
  const pipeline = await twoVersions();
  const edit = async () => void (await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 3'));

  const { error } = await onTerminal('y\n', ['restore', displayName(pipeline), '1'], edit);

  expect(error).toMatchObject({ code: 'PRECONDITION_FAILED' });
  expect(await drafts.readFile(pipeline, 'pipeline.sql')).toBe('SELECT 3');
});

async function edited() {
  const pipeline = await twoVersions();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 3');
  return pipeline;
}

describe('publish', () => {
  test('shows what it will publish, and does it on yes', async () => {
    const name = displayName(await edited());

    const { error, stdout, stderr } = await onTerminal('y\n', ['publish', name, '-m', 'Three']);

    expect(error).toBeUndefined();
    expect(stderr).toContain(`Runs of ${name} would use v3 instead of v2: 1 modified\n  M pipeline.sql\n`);
    expect(stdout).toContain('v3');
  });

  test.each(['n\n', '\n'])('does nothing on %j', async (answer) => {
    const params = await edited();

    const { error, stdout } = await onTerminal(answer, ['publish', displayName(params), '-m', 'Three']);

    const { body } = await api.ok('getPipeline', { params });
    expect(error).toBeInstanceOf(Interrupted);
    expect(stdout).toBe('');
    expect(body.latest_version).toBe(2);
  });

  test('asks nothing with --yes', async () => {
    const name = displayName(await edited());

    const { error, stderr } = await onTerminal('', ['publish', name, '-m', 'Three', '--yes']);

    expect(error).toBeUndefined();
    expect(stderr).not.toContain('would use');
  });

  test('says of the first version that it is the first', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');

    const { stderr } = await onTerminal('y\n', ['publish', displayName(pipeline), '-m', 'One']);

    expect(stderr).toContain('would use v1, its first version: 1 added\n  A pipeline.sql\n');
  });

  test('says of an unchanged draft that another version would have the same files', async () => {
    const name = displayName(await twoVersions());

    const { error, stderr } = await onTerminal('n\n', ['publish', name, '-m', 'Again']);

    expect(error).toBeInstanceOf(Interrupted);
    expect(stderr).toContain(`The draft of ${name} is v2 already; v3 would have the same files`);
  });

  test('asks nothing where nothing would be published', async () => {
    const unchanged = displayName(await twoVersions());
    const empty = await twoVersions();
    await drafts.deleteFile(empty, 'pipeline.sql');

    const skipped = await onTerminal('', ['publish', unchanged, '-m', 'Again', '--skip-unchanged']);
    const refused = await onTerminal('', ['publish', displayName(empty), '-m', 'Nothing']);

    expect(skipped.stdout).toContain('is v2 already; nothing was published');
    expect(refused.error).toMatchObject({ code: 'EMPTY_DRAFT' });
  });

  test.each([
    [
      'the draft was edited',
      (params: Awaited<ReturnType<typeof edited>>) => drafts.saveFile(params, 'a.sql', '1'),
    ],
    [
      'another version was published',
      (params: Awaited<ReturnType<typeof edited>>) =>
        api.ok('publishVersion', { params, body: { message: 'Theirs' } }),
    ],
  ])('is refused if %s while the question stood', async (_, meanwhile) => {
    const params = await edited();

    const { error } = await onTerminal('y\n', ['publish', displayName(params), '-m', 'Mine'], async () => {
      await meanwhile(params);
    });

    expect(error).toMatchObject({ code: 'PRECONDITION_FAILED' });
  });
});

test('a rollback to what is live says so', async () => {
  const name = displayName(await twoVersions());

  const { error, stderr } = await onTerminal('n\n', ['rollback', name, '2']);

  expect(error).toBeInstanceOf(Interrupted);
  expect(stderr).toContain(
    `Version 2 of ${name} is live already; a new one would repeat it: no file differs`,
  );
});
