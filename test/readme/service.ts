// Starts the service by a page's command in a clone, as a reader does, and stops it by Ctrl-C.
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { signalGroup, startGroup } from './process-group.ts';

export interface Service {
  /** Rejects unless it ends with exit code 0. Deletes what it has stored in the clone. */
  stop(): Promise<void>;
}

const START_MS = 300_000;
const STOP_MS = 15_000;
const POLL_MS = 100;
// npm runs scripts by sh; Debian's (dash) answers Ctrl-C with "killed by SIGINT", however the server ended. Bash passes
// the server's own exit code on.
// And one reader, whose name the pages print.
const READER = { npm_config_script_shell: 'bash', LOCAL_AUTHOR: 'ada@example.com' };

/** Resolves once `health` answers 200. */
export async function startService(command: string, clone: string, health: string): Promise<Service> {
  if (await isHealthy(health)) throw new Error(`something answers at ${health} already`);

  const child = startGroup('bash', ['-euo', 'pipefail', '-c', command], {
    cwd: clone,
    env: { ...process.env, ...READER, PATH: pathOfAReader() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal);

  async function stop() {
    signalGroup(child, 'SIGINT');
    const code = await Promise.race([
      ended,
      setTimeout(STOP_MS, `still running after ${STOP_MS} ms`, { ref: false }),
    ]);
    signalGroup(child, 'SIGKILL');
    await rm(join(clone, '.local'), { recursive: true, force: true });
    if (code !== 0) throw new Error(`after Ctrl-C: ${code}, not exit code 0\n${output}`);
  }

  const deadline = Date.now() + START_MS;
  while (!(await isHealthy(health))) {
    const code = await Promise.race([ended, setTimeout(POLL_MS, null)]);
    if (code === null && Date.now() < deadline) continue;
    await stop().catch(() => undefined);
    throw new Error(
      `${code === null ? 'no answer from' : `ended with ${code} before an answer from`} ${health}\n${output}`,
    );
  }
  return { stop };
}

async function isHealthy(health: string): Promise<boolean> {
  const response = await fetch(health, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  await response?.arrayBuffer();
  return response?.status === 200;
}

/** Without this project's own programs: `npm ci` deletes them while it runs, and a reader has none of them. */
function pathOfAReader(): string {
  const places = (process.env.PATH ?? '').split(delimiter);
  return places.filter((place) => !place.endsWith(join('node_modules', '.bin'))).join(delimiter);
}
