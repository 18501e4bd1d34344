// pull and push in a repository that somebody else wrote: links, snapshots and settings in it lead nowhere.
import { createHash } from 'node:crypto';
import {
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newDir } from '../infra/local/support/new-dir.ts';
import { createCli } from './support/run-cli.ts';
import { shown } from './support/shown.ts';
import { tinyService } from './support/tiny-service.ts';

const NAME = 'tests/silver/orders';
const SQL = { 'pipeline.sql': 'SELECT 1' };
const LONG_AGO = new Date('2020-01-01');
/** As pull writes it: of a process that is no more. */
const OWN_NAME = `v1-0123456789ab-999999999@${hostname()}`;

/** A repository, and a home directory beside it with what nobody may touch. */
async function victim() {
  const root = await newDir();
  const [repository, home] = [join(root, 'repository'), join(root, 'home')];
  await mkdir(join(repository, '.git'), { recursive: true });
  await mkdir(join(home, '.ssh'), { recursive: true });
  await writeFile(join(home, '.ssh/id_ed25519'), 'secret');
  await utimes(join(home, '.ssh'), LONG_AGO, LONG_AGO);
  return { repository, home, out: join(repository, 'out'), secrets: join(home, '.ssh') };
}

async function pullInto(out: string, { url }: { readonly url: string }, ...flags: string[]) {
  return createCli(url, { cwd: dirname(out) }).run('pull', NAME, '--out', out, ...flags);
}

describe('the home of snapshots', () => {
  test('is refused if it is a link: nothing where it leads is removed or written', async () => {
    const { home, out } = await victim();
    await symlink('../home', join(dirname(out), '.out.pulled'));

    const { code, stderr } = await pullInto(out, await tinyService(SQL));

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('.out.pulled, where') });
    expect(await shown(home)).toEqual({ '.ssh/id_ed25519': 'secret' });
    expect(await readdir(dirname(out))).toEqual(['.git', '.out.pulled']);
  });

  test.skipIf(process.getuid?.() !== 0)('is refused if it belongs to somebody else', async () => {
    const { out } = await victim();
    const pulled = join(dirname(out), '.out.pulled');
    await mkdir(pulled);
    await chown(pulled, 4711, 4711);

    expect(await pullInto(out, await tinyService(SQL))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('belongs to somebody else'),
    });
  });

  test('loses names that pull gives and no others, and nothing is followed', async () => {
    const { home, out, secrets } = await victim();
    const pulled = join(dirname(out), '.out.pulled');
    for (const name of [OWN_NAME, 'notes', '.ssh', 'v1-x']) {
      await mkdir(join(pulled, name), { recursive: true });
      await utimes(join(pulled, name), LONG_AGO, LONG_AGO);
    }
    const linkName = OWN_NAME.replace('v1', 'v2');
    await symlink(secrets, join(pulled, linkName));

    expect(await pullInto(out, await tinyService(SQL))).toMatchObject({ code: 0 });

    const left = await readdir(pulled);
    expect(left).toEqual(expect.arrayContaining(['notes', '.ssh', 'v1-x', linkName, '.gitignore']));
    expect(left).not.toContain(OWN_NAME);
    expect(await shown(home)).toEqual({ '.ssh/id_ed25519': 'secret' });
  });

  test('is ignored by git by itself, and no link is written through for that', async () => {
    const { home, out } = await victim();
    await mkdir(join(dirname(out), '.out.pulled'));
    await symlink('../../home/.gitignore', join(dirname(out), '.out.pulled/.gitignore'));
    const other = join(dirname(out), 'other');

    await pullInto(out, await tinyService(SQL));
    await pullInto(other, await tinyService(SQL));

    expect(await readdir(home)).toEqual(['.ssh']);
    expect(await readFile(join(dirname(out), '.other.pulled/.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('DIR', () => {
  test('behind a link of the repository is refused by pull and by push', async () => {
    const { repository, secrets, home } = await victim();
    await symlink('../home', join(repository, 'deep'));
    const service = await tinyService(SQL);
    const cli = createCli(service.url, { cwd: repository });

    for (const args of [
      ['pull', NAME, '--out', 'deep/.ssh/config'],
      ['push', NAME, 'deep/.ssh'],
    ])
      expect(await cli.run(...args)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/repository\/deep is a symbolic link and not followed; .*\/home\)/),
      });

    expect(service.requests).toEqual([]);
    expect(await readdir(secrets)).toEqual(['id_ed25519']);
    expect(await shown(home)).toEqual({ '.ssh/id_ed25519': 'secret' });
  });

  test('that is a link itself is pushed only if pull has made it', async () => {
    const { repository, secrets } = await victim();
    await symlink(secrets, join(repository, 'pipelines'));
    const pulled = join(repository, '.out.pulled');
    await mkdir(join(pulled, OWN_NAME), { recursive: true });
    await symlink(secrets, join(pulled, OWN_NAME, 'files'));
    await symlink(`.out.pulled/${OWN_NAME}/files`, join(repository, 'out'));
    const service = await tinyService(SQL);

    for (const dir of ['pipelines', 'out'])
      expect(await createCli(service.url, { cwd: repository }).run('push', NAME, dir)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('is a symbolic link'),
      });

    expect(service.requests).toEqual([]);
  });
});

describe('a snapshot that came with the repository', () => {
  /** What a pull of this very version has left, with other bytes, and with a record that fits them. */
  async function committed(evil: (files: string) => Promise<void>) {
    const { out } = await victim();
    const service = await tinyService(SQL);
    await pullInto(out, service);
    const files = join(dirname(out), await readlink(out));
    await evil(files);
    return { out, service, record: join(files, '../pulled.json') };
  }

  test('is not believed: its files are compared with what the service pins', async () => {
    const { out, service } = await committed(async (files) => {
      await writeFile(join(files, 'pipeline.sql'), 'DROP ALL');
      const record = join(files, '../pulled.json');
      const text = await readFile(record, 'utf8');
      const md5s = { 'pipeline.sql': createHash('md5').update('DROP ALL').digest('hex') };
      await writeFile(record, JSON.stringify({ ...JSON.parse(text), md5s }));
    });

    const { stdout } = await pullInto(out, service);

    expect(stdout).toContain('is v1 of tests/silver/orders now');
    expect(await shown(out)).toEqual(SQL);
  });

  test('is not taken if a file of it is a link, even to the right bytes', async () => {
    const { out, service } = await committed(async (files) => {
      await writeFile(join(files, '../elsewhere.sql'), 'SELECT 1');
      await rm(join(files, 'pipeline.sql'));
      await symlink('../elsewhere.sql', join(files, 'pipeline.sql'));
    });

    await pullInto(out, service);

    expect((await lstat(join(out, 'pipeline.sql'))).isFile()).toBe(true);
  });

  test.each(['{', '[]', '{"manifest": {}, "replaced": null}', '{"replaced": "../../home"}'])(
    'may say whatever it likes of itself: %s',
    async (text) => {
      const { out, service, record } = await committed(async () => {});
      await writeFile(record, text);

      expect(await pullInto(out, service)).toMatchObject({ code: 0, stdout: expect.stringContaining('now') });
      expect(await shown(out)).toEqual(SQL);
    },
  );
});
