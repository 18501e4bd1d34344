// Installs into the cache: once, whole or not at all.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { cached, type Install } from '../../../../infra/local/servers/cache.ts';
import { MissingTool } from '../../../../infra/local/servers/tools.ts';
import { newDir } from '../support/new-dir.ts';

vi.spyOn(console, 'error').mockReturnValue();

async function newCache() {
  const env = { XDG_CACHE_HOME: await newDir() };
  return { env, cache: join(env.XDG_CACHE_HOME, 'pipeline-versioning') };
}

const findTools = async () => undefined;
const write = (text: string) => (dir: string) => writeFile(join(dir, 'program'), text);
const part = (build: Install<undefined>['build']): Install<undefined> => ({
  name: 'part-1',
  findTools,
  build,
});

test('what is there already is not built again', async () => {
  const { env, cache } = await newCache();
  await cached(part(write('first')), env);

  const dir = await cached(
    part(() => Promise.reject(new Error('built again'))),
    env,
  );

  expect(dir).toBe(join(cache, 'part-1'));
  expect(await readFile(join(dir, 'program'), 'utf8')).toBe('first');
});

test('a build that fails leaves nothing, and the next one starts anew', async () => {
  const { env, cache } = await newCache();
  const breakOff = async (dir: string) => {
    await write('half')(dir);
    throw new Error('connection lost');
  };
  const failing = cached(part(breakOff), env);
  await expect(failing).rejects.toThrow('connection lost');
  expect(await readdir(cache)).toEqual([]);

  const dir = await cached(part(write('whole')), env);

  expect(await readFile(join(dir, 'program'), 'utf8')).toBe('whole');
});

test('what an interrupted build has left is not taken for an install', async () => {
  const { env, cache } = await newCache();
  await mkdir(join(cache, '.part-1-aBcDeF'), { recursive: true });

  const dir = await cached(part(write('whole')), env);

  expect(await readFile(join(dir, 'program'), 'utf8')).toBe('whole');
});

test('of two builds at the same time one wins, and both get it', async () => {
  const { env, cache } = await newCache();

  const dirs = await Promise.all(['one', 'two'].map((text) => cached(part(write(text)), env)));

  expect(new Set(dirs)).toEqual(new Set([join(cache, 'part-1')]));
  expect(await readdir(cache)).toEqual(['part-1']);
});

test('without its tools nothing is begun', async () => {
  const { env, cache } = await newCache();
  const noTools = () => Promise.reject(new MissingTool('It needs Go.'));

  const installing = cached({ ...part(write('never')), findTools: noTools }, env);

  await expect(installing).rejects.toThrow(MissingTool);
  expect(existsSync(cache)).toBe(false);
});
