// An executor as a data platform has one: it pulls the published version into its directory and runs what stands there.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Output } from '../../cli/output/output.ts';
import { createProgram } from '../../cli/program.ts';
import { chooseTarget } from '../../cli/target.ts';
import { createClient } from '../../client/client.ts';
import { displayName, type Pipeline } from '../../functions/domain/pipeline.ts';
import { type Contents, type Outcome, runOnDuckDb } from './engine.ts';

export interface Run {
  readonly version: number;
  /** All that the run saw. */
  readonly contents: Contents;
  readonly outcome: Outcome;
}

interface Pulled {
  readonly version_number: number;
}

/** Makes the directory the published version, and says which that is. */
export type Pull = (dir: string) => Promise<Pulled>;

export async function runPublished(pull: Pull, dir: string): Promise<Run> {
  const { version_number: version } = await pull(dir);
  const contents = await readContents(dir);
  return { version, contents, outcome: await runOnDuckDb(contents) };
}

/** The command line's own pull, without the half second that a new process takes. */
export function pullInProcess(apiUrl: string, pipeline: Pipeline): Pull {
  const client = createClient({ baseUrl: apiUrl });
  return async (dir) => {
    const results: unknown[] = [];
    const out: Output = {
      json: true,
      isWatched: false,
      result: (value) => void results.push(value),
      line() {},
      aside() {},
      note() {},
      file() {},
    };
    const terminal = { input: process.stdin, output: process.stderr };
    const { signal } = new AbortController();
    const target = chooseTarget({ url: apiUrl }, {}, undefined);
    const program = createProgram(async () => ({ client, target, out, terminal, signal }));
    await program.parseAsync(['pull', displayName(pipeline), '--out', dir], { from: 'user' });
    return results[0] as Pulled;
  };
}

export async function readContents(dir: string): Promise<Contents> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (path: string) => [relative(dir, path), await readFile(path, 'utf8')] as const;
  return Object.fromEntries(await Promise.all(paths.map(read)));
}
