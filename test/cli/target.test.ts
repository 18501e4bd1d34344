// Which service a command talks to, and as whom.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONFIG_FILE, type ConfigFile, findConfigFile } from '../../cli/config-file.ts';
import { chooseTarget, DEFAULT_URL } from '../../cli/target.ts';
import { newDir } from '../infra/local/support/new-dir.ts';

const GATEWAY = 'https://abc123.execute-api.eu-west-1.amazonaws.com/v1';
const project = (settings: object): ConfigFile => ({ ...settings, path: '/project/file', isPersonal: false });

describe('the service', () => {
  test('is that of the flag, else of the environment, else of the file, else the local one', () => {
    const flags = { url: 'http://flag' };
    const env = { PIPELINE_VERSIONS_URL: 'http://variable' };
    const file = project({ url: 'http://file' });

    expect(chooseTarget(flags, env, file).url).toBe('http://flag/');
    expect(chooseTarget({}, env, file).url).toBe('http://variable/');
    expect(chooseTarget({}, { PIPELINE_VERSIONS_URL: '' }, file).url).toBe('http://file/');
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
    expect(chooseTarget({}, { AWS_REGION: 'r' }, project({ url, sign: true })).access).toMatchObject({
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

describe('a token', () => {
  const env = { PIPELINE_VERSIONS_TOKEN: 't' };

  test('is never sent in the clear, except to this machine', () => {
    expect(() => chooseTarget({ url: 'http://example.com' }, env, undefined)).toThrow('use https');
    expect(chooseTarget({}, env, undefined).access.by).toBe('token');
  });

  test('is not sent where the file of a project leads, but where the own file does', () => {
    const url = 'https://example.com';

    expect(() => chooseTarget({}, env, project({ url }))).toThrow('/project/file');
    expect(chooseTarget({}, env, { url, path: '', isPersonal: true }).access.by).toBe('token');
    expect(chooseTarget({ url }, env, project({ url })).access.by).toBe('token');
  });
});

describe('the configuration file', () => {
  async function fileWith(text: string): Promise<string> {
    const dir = await newDir();
    await writeFile(join(dir, CONFIG_FILE), text);
    return dir;
  }

  test('is searched upward, then where the user keeps such things', async () => {
    const dir = await fileWith('url: http://above\n');
    const home = await fileWith('url: http://home\n');
    const below = join(dir, 'a/b');
    await mkdir(below, { recursive: true });

    expect(await findConfigFile(below, {})).toMatchObject({ url: 'http://above', isPersonal: false });
    expect(await findConfigFile('/', { XDG_CONFIG_HOME: home })).toMatchObject({
      url: 'http://home',
      isPersonal: true,
    });
    expect(await findConfigFile('/', { XDG_CONFIG_HOME: below })).toBeUndefined();
  });

  test.each([
    ['url: http://x\nurls: http://y\n', /Unrecognized key: "urls"\. It may have url, sign and region\.$/],
    ['sign: 3\n', /sign: /],
    ['- url\n', /expected object/],
    ['url: [', /is no YAML/],
  ])('is refused with its name if it is wrong: %j', async (text, said) => {
    const dir = await fileWith(text);

    await expect(findConfigFile(dir, {})).rejects.toThrow(said);
    await expect(findConfigFile(dir, {})).rejects.toThrow(join(dir, CONFIG_FILE));
  });

  test('may be empty', async () => {
    expect(await findConfigFile(await fileWith(''), {})).toMatchObject({ isPersonal: false });
  });
});
