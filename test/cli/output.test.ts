// What stands on stdout and stderr: colours, JSON, and nothing hostile.
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { colorsOf } from '../../cli/output/colors.ts';
import { oneLine, printable, printableAll, printableJson } from '../../cli/output/printable.ts';
import { quoted } from '../../cli/output/quoted.ts';
import { displayName } from '../../functions/domain/pipeline.ts';
import { version } from '../client/support/samples.ts';
import { tinyServer } from '../client/support/tiny-server.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';

const onTerminal = { env: { PIPELINE_VERSIONING_FORCE_TTY: '200' } };
const ESCAPE = '\u001b';
const { api, apiUrl, drafts } = await useServers();
const pipeline = uniquePipeline();
const name = displayName(pipeline);
await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
await api.ok('publishVersion', { params: pipeline, body: { message: 'One' } });

describe('colours', () => {
  const terminal = { isTTY: true };
  const isColored = (...[stream, env, allowed = true]: [object, NodeJS.ProcessEnv, boolean?]) =>
    colorsOf(stream, env, allowed).isColorSupported;

  test('are for terminals, not for pipes, not even in CI', () => {
    expect(isColored(terminal, {})).toBe(true);
    expect(isColored({}, { CI: 'true' })).toBe(false);
    expect(isColored(terminal, { TERM: 'dumb' })).toBe(false);
  });

  test('are for pipes if FORCE_COLOR wants them', () => {
    expect(isColored({}, { FORCE_COLOR: '1' })).toBe(true);
    expect(isColored(terminal, { FORCE_COLOR: '0' })).toBe(false);
  });

  test('are off with NO_COLOR and with --no-color, whatever else is said', () => {
    expect(isColored(terminal, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(isColored(terminal, { FORCE_COLOR: '1' }, false)).toBe(false);
  });

  test('reach the program: a pipe gets none, and NO_COLOR is obeyed', async () => {
    const plain = await createCli(apiUrl).run('status', name);
    const forced = await createCli(apiUrl, { env: { FORCE_COLOR: '1' } }).run('status', name);
    const off = await createCli(apiUrl, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).run('status', name);

    expect(plain.stdout).not.toContain(ESCAPE);
    expect(forced.stdout).toContain(ESCAPE);
    expect(off.stdout).not.toContain(ESCAPE);
  });
});

describe('what the service sends', () => {
  const hostile = `a${ESCAPE}[2Jb\u009b31mc\u202ed\re`;
  const said = { message: hostile, created_by: hostile, published_versions: { [hostile]: hostile } };
  const body = { ...version, ...said };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
  const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

  test('is printed without control characters, in tables, in JSON and in errors', async () => {
    const { url } = await tinyServer({ status: 200, body });
    const error = {
      code: 'X',
      type: 'CONFLICT',
      message: hostile,
      details: { keys: [hostile] },
      request_id: hostile,
    };
    const { url: refusing } = await tinyServer({ status: 409, body: { error } });

    const shown = await createCli(url, onTerminal).run('show', name, '1');
    const json = await createCli(url).run('show', name, '1', '--json');
    const refused = await createCli(refusing).run('show', name, '1');
    const refusedJson = await createCli(refusing).run('show', name, '1', '--json');

    for (const { stdout, stderr } of [shown, json, refused, refusedJson])
      expect(stdout + stderr).not.toMatch(CONTROLS);
    expect(JSON.parse(json.stdout)).toEqual(body);
    expect(JSON.parse(refusedJson.stderr).error.message).toBe(hostile);
    expect(refused.stderr).toMatch(/^error: a\\033\[2Jb/);
  });

  test('keeps its lines, its tabs and its letters', () => {
    expect(printable('ä\tb\r\nc 🙂')).toBe('ä\tb\nc 🙂');
    expect(JSON.parse(printableJson({ a: '\u009b\u202e' }))).toEqual({ a: '\u009b\u202e' });
  });

  test.each([
    ['tests/ünï 🙂.sql', 'tests/ünï 🙂.sql'],
    ['a\nerror: b', '"a\\nerror: b"'],
    ['a\t\u001b[2J', '"a\\t\\033[2J"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['a\u202eb', '"a\\342\\200\\256b"'],
    ['a\u200bb', '"a\\342\\200\\213b"'],
  ])('is quoted as by git if it is a path: %j', (path, expected) => {
    expect(quoted(path)).toBe(expected);
    expect(printableAll({ files: [{ path, from: { path } }], pins: { [path]: 'v' } })).toEqual({
      files: [{ path: expected, from: { path: expected } }],
      pins: { [expected]: 'v' },
    });
  });

  test('shows a carriage return in a patch, which is a difference', () => {
    expect(printableAll({ patch: '-a\n+a\r\n' })).toEqual({ patch: '-a\n+a^M\n' });
  });

  test('forges no row of a table and no line of an error', async () => {
    const path = 'x\nerror: all is well';
    const forged = { ...version, created_by: 'me\nv9 you', published_versions: { [path]: 'v' } };
    const error = { code: 'X', type: 'CONFLICT', message: path, details: { keys: [path] }, request_id: path };
    const { url } = await tinyServer({ status: 200, body: forged }, { status: 409, body: { error } });
    const cli = createCli(url, onTerminal);

    const shown = await cli.run('show', name, '1');
    const refused = await cli.run('show', name, '1');

    expect(shown.stdout).toMatch(/\nBy +me\\nv9 you\n/);
    expect(shown.stdout).toContain('\n"x\\nerror: all is well"  v\n');
    expect(refused.stderr).toBe('error: x\\nerror: all is well\n  keys:\n    "x\\nerror: all is well"\n');
  });

  test('is one line in a table', () => {
    expect(oneLine('a\n  b')).toBe('a b');
  });
});

test('--json prints what the API answers', async () => {
  const cli = createCli(apiUrl);

  const { body } = await api.ok('getPipeline', { params: pipeline });

  expect(await cli.json('status', name)).toEqual(body);
  expect(await cli.json('log', name)).toMatchObject({ total: 1, versions: [{ version_number: 1 }] });
});

test('a reader that has seen enough ends a command quietly', async () => {
  const child = createCli(apiUrl).start('--help');
  child.stdout?.destroy();
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });

  const [code] = await once(child, 'exit');

  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
});
