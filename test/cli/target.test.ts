// Which service a command talks to, and as whom.
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONFIG_FILE, type ConfigFile, findConfigFile } from '../../cli/config-file.ts';
import { chooseTarget, DEFAULT_URL } from '../../cli/target.ts';
import { samples } from '../client/support/samples.ts';
import { tinyServer } from '../client/support/tiny-server.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { createCli } from './support/run-cli.ts';
import { tinyService } from './support/tiny-service.ts';

const GATEWAY = 'https://abc123.execute-api.eu-west-1.amazonaws.com/v1';
const project = (settings: object): ConfigFile => ({ ...settings, path: '/project/file', isTrusted: false });

const own = (settings: object): ConfigFile => ({ ...settings, path: '/own/file', isTrusted: true });

describe('the service', () => {
  test('is that of the flag, else of the environment, else of the file, else the local one', () => {
    const flags = { url: 'http://flag' };
    const env = { PIPELINE_VERSIONING_URL: 'http://variable' };
    const file = project({ url: 'http://file' });

    expect(chooseTarget(flags, env, file).url).toBe('http://flag/');
    expect(chooseTarget({}, env, file).url).toBe('http://variable/');
    expect(chooseTarget({}, { PIPELINE_VERSIONING_URL: '' }, file).url).toBe('http://file/');
    expect(chooseTarget({}, {}, undefined).url).toBe(`${DEFAULT_URL}/`);
  });
});

describe('requests', () => {
  test('to API Gateway are signed for its region, unless --no-sign is said', () => {
    expect(chooseTarget({ url: GATEWAY }, {}, undefined).access).toEqual({
      by: 'signature',
      region: 'eu-west-1',
    });
    expect(chooseTarget({ url: GATEWAY, sign: false }, {}, undefined).access).toEqual({ by: 'nothing' });
  });

  test('to other names are signed on demand, for a region that is said', () => {
    const url = 'https://pipelines.example.com';

    expect(chooseTarget({ url }, {}, undefined).access).toEqual({ by: 'nothing' });
    expect(chooseTarget({ url, sign: true, region: 'eu-north-1' }, {}, undefined).access).toEqual({
      by: 'signature',
      region: 'eu-north-1',
    });
    expect(chooseTarget({}, { AWS_REGION: 'r' }, own({ url, sign: true })).access).toMatchObject({
      region: 'r',
    });
    expect(() => chooseTarget({ url, sign: true }, {}, undefined)).toThrow('--region');
  });

  test('with a token carry it instead of a signature', () => {
    expect(chooseTarget({ url: GATEWAY, token: 't' }, {}, undefined).access).toEqual({
      by: 'token',
      token: 't',
    });
    expect(() => chooseTarget({ url: GATEWAY, token: 't', sign: true }, {}, undefined)).toThrow('not both');
  });
});

describe.each([
  ['a token', { PIPELINE_VERSIONING_TOKEN: 't' }, {}],
  ['a signature', {}, { sign: true, region: 'eu-west-1' }],
])('%s', (_, env, flags) => {
  test('is never sent in the clear, except to this machine', () => {
    expect(() => chooseTarget({ ...flags, url: 'http://example.com' }, env, undefined)).toThrow('use https');
    expect(() => chooseTarget(flags, env, own({ url: 'http://10.0.0.1' }))).toThrow('use https');
    expect(chooseTarget(flags, env, undefined).access.by).not.toBe('nothing');
    expect(chooseTarget({ ...flags, url: 'http://[::1]:8080' }, env, undefined).access.by).not.toBe(
      'nothing',
    );
  });

  test('is not sent where the file of a project leads, but where the user has said', () => {
    const url = 'https://example.com';

    expect(() => chooseTarget(flags, env, project({ url }))).toThrow(/\/project\/file.*say --url/);
    for (const target of [
      chooseTarget(flags, env, own({ url })),
      chooseTarget({ ...flags, url }, env, project({ url })),
      chooseTarget(flags, { ...env, PIPELINE_VERSIONING_URL: url }, project({ url })),
      chooseTarget(flags, env, project({ url: DEFAULT_URL })),
    ])
      expect(target.access.by).not.toBe('nothing');
  });
});

test('requests are not signed for an API Gateway that only a project names', () => {
  expect(() => chooseTarget({}, {}, project({ url: GATEWAY }))).toThrow('Signed requests are not sent');
  expect(() =>
    chooseTarget({}, {}, project({ url: 'http://example.com', sign: true, region: 'r' })),
  ).toThrow();
});

describe('the configuration file', () => {
  async function fileWith(text: string): Promise<string> {
    const dir = await newDir();
    await writeFile(join(dir, CONFIG_FILE), text);
    return dir;
  }

  /** As for a user whose home directory has nothing. */
  const found = async (cwd: string, own = '/nowhere') => findConfigFile(cwd, { XDG_CONFIG_HOME: own });

  test('is searched up to the root of the repository, then where the user keeps such things', async () => {
    const dir = await fileWith('url: http://above\n');
    const own = await fileWith('url: http://own\n');
    const [inside, below] = [join(dir, 'repository'), join(dir, 'repository/a/b')];
    await mkdir(below, { recursive: true });

    await mkdir(join(dir, '.git'));
    expect((await found(below, own)).file).toMatchObject({ url: 'http://above', isTrusted: false });
    await mkdir(join(inside, '.git'));
    expect((await found(below, own)).file).toMatchObject({ url: 'http://own', isTrusted: true });
    expect((await found(below)).file).toBeUndefined();
  });

  test('is that of the working directory alone outside of a repository and of the home directory', async () => {
    const dir = await fileWith('url: http://shared\n');
    await mkdir(join(dir, 'mine'));

    expect((await found(dir)).file).toMatchObject({ url: 'http://shared' });
    expect((await found(join(dir, 'mine'))).file).toBeUndefined();
  });

  test('is ignored, and named, if others can write it', async () => {
    const dir = await fileWith('url: http://evil\n');
    await chmod(join(dir, CONFIG_FILE), 0o666);

    expect(await found(dir)).toEqual({ file: undefined, ignored: [join(dir, CONFIG_FILE)] });
    await expect(found('/', dir)).rejects.toThrow('can be written by others');
  });

  test.skipIf(process.getuid?.() !== 0)('is ignored if it belongs to somebody else', async () => {
    const dir = await fileWith('url: http://evil\n');
    await chown(join(dir, CONFIG_FILE), 4711, 4711);

    expect(await found(dir)).toEqual({ file: undefined, ignored: [join(dir, CONFIG_FILE)] });
  });

  test('of a project is trusted for the services that the own one lists', async () => {
    const own = await fileWith('trust: ["https://api.example.com/v1"]\n');
    const isTrusted = async (url: string) =>
      (await found(await fileWith(`url: ${url}\n`), own)).file?.isTrusted;

    expect(await isTrusted('https://api.example.com/v1')).toBe(true);
    expect(await isTrusted('https://api.example.com/v1/')).toBe(true);
    expect(await isTrusted('https://api.example.com/v10')).toBe(false);
    expect(await isTrusted('https://api.example.com.evil.org/v1')).toBe(false);
    expect(await isTrusted('http://api.example.com/v1')).toBe(false);
    await expect(found(await fileWith('trust: ["https://evil.org"]\n'), own)).rejects.toThrow('"trust"');
  });

  test.each([
    ['url: http://x\nurls: http://y\n', /Unrecognized key: "urls"\. It may have url, sign and region\.$/],
    ['sign: 3\n', /sign: /],
    ['- url\n', /expected object/],
    ['url: [', /is no YAML/],
  ])('is refused with its name if it is wrong: %j', async (text, said) => {
    const dir = await fileWith(text);

    await expect(found(dir)).rejects.toThrow(said);
    await expect(found(dir)).rejects.toThrow(join(dir, CONFIG_FILE));
  });

  test('may be empty', async () => {
    expect((await found(await fileWith(''))).file).toMatchObject({ isTrusted: false });
  });
});

describe('in a project whose file names a service', () => {
  async function projectOf(url: string) {
    const dir = await newDir();
    await writeFile(join(dir, CONFIG_FILE), `url: ${url}\n`);
    await writeFile(join(dir, 'pipeline.sql'), 'SELECT 1');
    return dir;
  }

  test('no file is uploaded, and whatever else goes there says so', async () => {
    const { url, received } = await tinyServer({ status: 201, body: samples.publishVersion });
    const cli = createCli('', { cwd: await projectOf(url) });

    const pushed = await cli.run('push', 'a/silver/b', '.');
    expect(pushed).toMatchObject({ code: 2, stderr: expect.stringContaining('Files are not sent where') });
    expect(received).toEqual([]);

    const published = await cli.run('publish', 'a/silver/b', '-m', 'One');
    expect(published.stderr).toMatch(/^Service: http:\/\/127.*\.pipeline-versioning\.yaml\)\.$/m);
  });

  test('a pull names the service, since runs would execute what it gives', async () => {
    const { url } = await tinyService({ 'pipeline.sql': 'SELECT 1' });
    const dir = await projectOf(url);

    const pulled = await createCli('', { cwd: dir }).run('pull', 'tests/silver/orders', '--out', 'out');

    expect(pulled).toMatchObject({ code: 0, stderr: expect.stringContaining(`Service: ${url}/ (${dir}/`) });
  });
});
