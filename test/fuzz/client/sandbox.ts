// Where the commands of a fuzzed run may write, and what must stay as it is around it.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Sandbox {
  /** For `pull --out`. */
  readonly out: string;
  /** For `push`. */
  readonly source: string;
  /** What lies outside of `out`, its home and `source`, and should not: a sentence, or `null`. */
  problem(): Promise<string | null>;
  remove(): Promise<void>;
}

export const SECRET = 'nobody may read this';

/** Deep enough that `../../..` still ends in what is looked at. */
const DEPTH = 5;

export async function createSandbox(): Promise<Sandbox> {
  const root = await mkdtemp(join(tmpdir(), 'fuzz-client-'));
  const bottom = join(root, ...Array<string>(DEPTH).fill('d'));
  await mkdir(join(bottom, 'source/tests'), { recursive: true });
  await writeFile(join(bottom, 'secret'), SECRET);
  await writeFile(join(bottom, 'source/pipeline.sql'), 'SELECT 1');
  await writeFile(join(bottom, 'source/tests/a.sql'), 'SELECT 0');
  const expected = ['out', '.out.pulled', 'secret', 'source'];

  return {
    out: join(bottom, 'out'),
    source: join(bottom, 'source'),
    async problem() {
      let dir = root;
      for (let level = 0; level < DEPTH; level += 1, dir = join(dir, 'd')) {
        const others = (await readdir(dir)).filter((name) => name !== 'd');
        if (others.length > 0) return `${others.join(', ')} was written into ${dir}`;
      }
      const others = (await readdir(bottom)).filter((name) => !expected.includes(name));
      if (others.length > 0) return `${others.join(', ')} was written beside DIR`;
      if ((await readFile(join(bottom, 'secret'), 'utf8')) !== SECRET) return 'a file beside DIR was changed';
      return linkProblem(join(bottom, '.out.pulled'));
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** A snapshot is made of files and folders. */
async function linkProblem(home: string): Promise<string | null> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true }).catch(() => []);
  const wrong = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  return wrong === undefined ? null : `${join(wrong.parentPath, wrong.name)} is no file`;
}
