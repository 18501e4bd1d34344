// MiniStack, another free emulator of AWS, as a second opinion. https://github.com/ministackorg/ministack
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cached } from '../../infra/local/servers/cache.ts';
import { freePort } from '../../infra/local/servers/free-port.ts';
import { run } from '../../infra/local/servers/run.ts';
import type { RunningServer } from '../../infra/local/servers/spawn-server.ts';
import { spawnServer } from '../../infra/local/servers/spawn-server.ts';
import { requirePython } from '../../infra/local/servers/tools.ts';

const NAME = 'MiniStack';
const REQUIREMENTS = join(import.meta.dirname, 'ministack-requirements.txt');

/** The directory of its virtual environment. */
export async function installMiniStack(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return cached(
    {
      name: 'ministack-1.5.33-1',
      findTools: () => requirePython(NAME, env),
      async build(dir, python) {
        await run(python, ['-m', 'venv', join(dir, 'venv')], { cwd: dir, env });
        const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
        await run(join(dir, 'venv/bin/python'), [...install, '-r', REQUIREMENTS], { cwd: dir, env });
      },
    },
    env,
  );
}

/** Listens on 127.0.0.1 only, runs functions as processes of its own, and keeps nothing. */
export async function startMiniStack(): Promise<RunningServer> {
  const [home, port, cwd] = await Promise.all([
    installMiniStack(),
    freePort(),
    mkdtemp(join(tmpdir(), 'ministack-')),
  ]);
  const server = await spawnServer({
    name: NAME,
    // Not by the command of the same name: that has the path of the virtual environment in it, which has been moved.
    command: join(home, 'venv/bin/python'),
    args: ['-m', 'ministack.app'],
    env: {
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    },
    cwd,
    url: `http://127.0.0.1:${port}`,
    health: { path: '/_ministack/health', status: 200 },
    disposable: true,
  });
  return { url: server.url, stop: () => server.stop().then(() => rm(cwd, { recursive: true, force: true })) };
}
