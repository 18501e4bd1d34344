// The exit codes, as the help documents them: 0 done, 1 refused, 2 wrong use, 3 not reachable.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { describeFailure } from '../../cli/describe-failure.ts';
import { createProgram } from '../../cli/program.ts';
import type { Session } from '../../cli/session.ts';
import { displayName } from '../../functions/domain/pipeline.ts';
import { tinyServer } from '../client/support/tiny-server.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';

const { apiUrl } = await useServers();
const cli = createCli(apiUrl);
const name = displayName(uniquePipeline());

const openNothing = async () => ({}) as Session;

test('help is printed with 0, and documents the exit codes', async () => {
  const program = await cli.run('--help');
  const command = await cli.run('pull', '--help');

  expect(program).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Exit codes: 0 done; 1 refused'),
  });
  expect(command).toMatchObject({ code: 0, stdout: expect.stringContaining('--version <number>') });
});

test('every command has a help with its arguments, its options and those of all', () => {
  const { commands } = createProgram(openNothing);

  expect(commands.map((command) => command.name()).join(' ')).toBe(
    'list status log runs feed show diff cat open check create publish rollback restore freeze unfreeze pull report-run push watch login logout whoami doctor completion complete',
  );
  for (const command of commands)
    expect(command.helpInformation()).toMatch(/Options:.*Global Options:.*--json/s);
});

test('what the service refuses is 1, in one line and with its details', async () => {
  const { code, stdout, stderr } = await cli.run('show', name, '3');

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^error: .* has never been published.*\n( {2}\w+: .*\n)+$/);
});

describe('wrong use is 2, and says what is right', () => {
  test.each([
    [['status', 'clean_orders'], 'namespace/layer/name, such as default/silver/clean_orders'],
    [['status', 'default/Iron/orders'], 'Write it as namespace/layer/name'],
    [['status'], "missing required argument 'pipeline'"],
    [['publish', name], '--message'],
    [['rollback', name, 'latest'], 'the number of a version, such as 3'],
    [['diff', name, '--to', 'yesterday'], 'current or draft'],
    [['pull', name], '--out DIR'],
    [['pull', name, '--draft', '--version', '1', '--out', 'x'], 'not both'],
    [['log', name, '--limit', '0'], 'whole number'],
    [['report-run', name, '--run-id', 'a', '--state', 'failed'], "missing required argument 'version'"],
    [['report-run', name, '1', '--state', 'failed'], '--run-id'],
    [['report-run', name, '1', '--run-id', 'a'], '--state'],
    [['report-run', name, '1', '--run-id', 'a', '--state', 'done'], 'running, succeeded, failed, cancelled'],
    [['forget', name], "unknown command 'forget'"],
    [['status', name, '--fast'], "unknown option '--fast'"],
  ])('%j', async (args, said) => {
    const error = await createProgram(openNothing)
      .parseAsync(args, { from: 'user' })
      .catch((error: unknown) => error);

    const { exitCode, error: described } = describeFailure(error);
    expect(exitCode).toBe(2);
    expect(described.message).toContain(said);
  });

  test.each([
    [['status', name, '--url', 'localhost'], 'is no URL'],
    [['status', 'orders'], 'error: '],
    [[], 'Usage:'],
  ])('%j, on stderr', async (args, said) => {
    const { code, stdout, stderr } = await cli.run(...args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
  });
});

test('a service that is not there is 3', async () => {
  const { code, stderr } = await createCli('http://127.0.0.1:9').run('status', name);

  expect(code).toBe(3);
  expect(stderr).toMatch(/^error: http:\/\/127\.0\.0\.1:9 cannot be reached \(.*\)\.\n$/);
});

test('a port where nothing listens leads to the command that starts the service, and to --url', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');

  const { code, stderr } = await createCli(`http://127.0.0.1:${port}`).run('status', name);

  expect(code).toBe(3);
  expect(stderr).toMatch(/ECONNREFUSED.*npm start.*--url/);
});

test.each([
  ['histroy', 'history'],
  ['lst', 'list'],
])('%s suggests what looks: %s', async (typed, meant) => {
  const { code, stderr } = await cli.run(typed, name);

  expect(code).toBe(2);
  expect(stderr).toContain(`Did you mean ${meant}?`);
});

test.each(['publsh', 'pus', 'rollbak', 'restor', 'creat', 'freez'])(
  '%s suggests nothing that edits',
  async (typed) => {
    const { code, stderr } = await cli.run(typed, name);

    expect(code).toBe(2);
    expect(stderr).toMatch(/unknown command '\w+'; --help lists the commands\n$/);
  },
);

test('history is log', async () => {
  expect((await cli.run('history', '--help')).stdout).toContain('The versions of a pipeline, newest first');
});

test('something else that answers there is 3 as well', async () => {
  const { url } = await tinyServer({ status: 200, body: '<h1>Router</h1>' });

  expect(await createCli(url).run('status', name)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('address'),
  });
});

test('with --json an error is an object on stderr', async () => {
  const refused = await cli.run('show', name, '3', '--json');
  const wrong = await cli.run('status', 'x', '--json');

  expect(JSON.parse(refused.stderr).error).toMatchObject({ code: 'VERSION_NOT_FOUND', status: 404 });
  expect(JSON.parse(wrong.stderr).error).toMatchObject({ code: 'WRONG_USE' });
});
