// Programs that are published as Go modules, built here because no package registry has their binaries.
import { join } from 'node:path';
import { cached } from './cache.ts';
import { run } from './run.ts';
import { requireGo } from './tools.ts';

export interface GoProgram {
  /** As it is called in messages. */
  readonly name: string;
  /** The folder in the cache, before the version. */
  readonly part: string;
  readonly package: string;
  readonly version: string;
  readonly binary: string;
}

/** The binary's path. */
export async function installGoProgram(program: GoProgram, env: NodeJS.ProcessEnv): Promise<string> {
  const { name, part, package: path, version, binary } = program;
  const dir = await cached(
    {
      name: `${part}-${version}`,
      findTools: () => requireGo(name, env),
      build: (dir) =>
        run('go', ['install', `${path}@${version}`], {
          cwd: dir,
          env: { ...env, GOBIN: dir, CGO_ENABLED: '0' },
        }),
    },
    env,
  );
  return join(dir, binary);
}
