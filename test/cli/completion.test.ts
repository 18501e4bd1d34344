// TAB: what is suggested, and that a real bash shows it without evaluating a word of the line or of the answer.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pipelineFinder } from '../../cli/completion/find-pipelines.ts';
import { suggest } from '../../cli/completion/suggest.ts';
import { createProgram } from '../../cli/program.ts';
import { listening } from '../client/support/listening.ts';
import { samples } from '../client/support/samples.ts';
import { createCli, PROGRAM } from './support/run-cli.ts';

const PIPELINES = ['default/silver/clean_orders', 'default/silver/clean_items', 'team_a/gold/sales'];

const suggested = async (...words: string[]) => {
  const program = createProgram(() => Promise.reject(new Error('no command runs here')));
  return (await suggest(program, words, async () => PIPELINES)).map(({ value }) => value);
};

describe('suggestions', () => {
  test('the first word is a command, and none is hidden', async () => {
    expect(await suggested('pu')).toEqual(['publish', 'pull', 'push']);
    expect(await suggested('--json', 'roll')).toEqual(['rollback']);
    expect(await suggested('--url', 'http://127.0.0.1:1', 'roll')).toEqual(['rollback']);
    expect(await suggested('compl')).toEqual(['completion']);
    expect(await suggested('help', 'roll')).toEqual(['rollback']);
    expect(await suggested()).toContain('list');
  });

  test('a dash begins a flag of the command or of all commands', async () => {
    expect(await suggested('publish', '--allow')).toEqual(['--allow-failed-checks']);
    expect(await suggested('publish', '--js')).toEqual(['--json']);
    expect(await suggested('list', '--allow')).toEqual([]);
  });

  test.each([
    ['zsh and fish', ['list', '--sort=a'], ['--sort=attention']],
    ['bash', ['list', '--sort', '=', 'pu'], ['published']],
    ['bash, with nothing yet', ['list', '--sort', '='], ['path', 'attention', 'published']],
    ['a word of its own', ['list', '--sort', 'a'], ['attention']],
  ])('a flag has its values: %s', async (_case, words, values) => {
    expect(await suggested(...words)).toEqual(values);
  });

  test('a pipeline is named where a command takes one', async () => {
    const clean = ['default/silver/clean_orders', 'default/silver/clean_items'];

    expect(await suggested('publish', 'default/')).toEqual(clean);
    expect(await suggested('publish', '--message', 'default', '')).toEqual(PIPELINES);
    expect(await suggested('log', '--limit=3', 'team')).toEqual(['team_a/gold/sales']);
    expect(await suggested('freeze', 'team')).toEqual(['team_a/gold/sales']);
    expect(await suggested('cat', 'team')).toEqual(['team_a/gold/sales']);
  });

  test('files are left to the shell, and so is what nobody knows', async () => {
    expect(await suggested('push', 'default/silver/clean_orders', '')).toEqual([]);
    expect(await suggested('pull', 'default/silver/clean_orders', '--out', '')).toEqual([]);
    expect(await suggested('publish', 'default/silver/clean_orders', 'more', '')).toEqual([]);
    expect(await suggested('nonsense', 'x')).toEqual([]);
  });

  test('nobody is asked for names where only a file of a project says who', async () => {
    const asked = pipelineFinder(async () => {
      const client = new Proxy({}, { get: () => () => expect.unreachable('a request') });
      return { client, target: { isTrusted: false } } as never;
    });

    expect(await asked('default/')).toEqual([]);
  });
});

describe('in bash', () => {
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'completion-'));
    await mkdir(join(home, 'bin'));
    const program = join(home, 'bin/pipeline-versioning');
    await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
    await chmod(program, 0o755);
    const { stdout } = await createCli('http://127.0.0.1:1').run('completion', 'bash');
    await writeFile(join(home, 'completion.bash'), stdout);
  });
  afterAll(() => rm(home, { recursive: true }));

  async function serviceWith(names: readonly string[]) {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(request.url ?? '');
      const pipelines = names.map((text) => {
        const [namespace, layer, ...name] = text.split('/');
        return { ...samples.listPipelines.pipelines[0], namespace, layer, name: name.join('/') };
      });
      const body = JSON.stringify({ pipelines, next_cursor: null });
      response.setHeader('Content-Type', 'application/json').end(body);
    });
    return { url: await listening(server), requests };
  }

  /** What bash offers for these words, of which the last is being typed. */
  async function offered(url: string, ...words: string[]): Promise<readonly string[]> {
    const script = `
      source completion.bash
      source completion.bash
      [[ $(complete -p pipeline-versioning) == *'-o default -F _pipeline_versioning'* ]]
      COMP_WORDS=(pipeline-versioning "$@")
      COMP_CWORD=$#
      _pipeline_versioning
      ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { PATH: `${home}/bin:${process.env.PATH}`, HOME: home, PIPELINE_VERSIONING_URL: url };
    const bash = ['--noprofile', '--norc', '-euo', 'pipefail', '-c', script, 'bash', ...words];
    const { stdout, stderr } = await promisify(execFile)('bash', bash, { env, cwd: home });
    expect(stderr).toBe('');
    return stdout.split('\n').slice(0, -1);
  }

  test('commands, flags and pipelines are offered, and the service is asked for no more than is needed', async () => {
    const { url, requests } = await serviceWith(PIPELINES);

    expect(await offered(url, 'rollb')).toEqual(['rollback']);
    expect(await offered(url, 'list', '--sort', '=', 'at')).toEqual(['attention']);
    expect(requests).toEqual([]);
    expect(await offered(url, 'publish', 'default/silver/clean_o')).toEqual(['default/silver/clean_orders']);
    expect(requests).toEqual(['/api/v1/pipelines?namespace=default&layer=silver&limit=200']);
  });

  test('the service is that of the line', async () => {
    const mine = await serviceWith(PIPELINES);
    const other = await serviceWith([]);

    expect(await offered(mine.url, 'publish', '--url', other.url, '')).toEqual([]);
    expect(await offered(other.url, `--url=${mine.url}`, 'publish', 'team')).toEqual(['team_a/gold/sales']);
  });

  test('neither what is typed nor what the service answers is evaluated', async () => {
    const touched = join(home, 'touched');
    const hostile = [`default/silver/$(touch ${touched})`, `a/gold/\`touch ${touched}\``, 'a/gold/b; x\ny'];
    const { url, requests } = await serviceWith([...hostile, 'a/gold/b']);

    expect(await offered(url, 'publish', '-m', `"$(touch ${touched})"`, '')).toEqual(['a/gold/b']);
    expect(await offered(url, `$(touch ${touched})`, '')).toContain('publish');
    expect(existsSync(touched)).toBe(false);
    expect(requests).toHaveLength(1);
  });

  test('a service that does not answer offers nothing and says nothing', async () => {
    expect(await offered('http://127.0.0.1:1', 'publish', 'd')).toEqual([]);
    expect(await offered('nonsense', 'publish', 'd')).toEqual([]);
  });

  test('a shell that has no script is an error which names those that have', async () => {
    const { code, stderr } = await createCli('http://127.0.0.1:1').run('completion', 'tcsh');

    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });
});
