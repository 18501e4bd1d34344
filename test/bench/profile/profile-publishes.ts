// `npm run bench -- --profile FILE`: a CPU profile of the service while it publishes, warmed up, for Chrome's developer tools
// or https://www.speedscope.app.
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createBenchPipeline } from '../bench-pipeline.ts';
import type { ServerChoice } from '../chosen-servers.ts';
import { startServer } from '../start-server.ts';

const FILES = 10;
const RECORDER = join(import.meta.dirname, 'recorder.ts');
const POLL_MS = 20;
const DEADLINE_MS = 60_000;

export interface Publishes {
  readonly warmUps: number;
  readonly samples: number;
}

/** The edits between the publishes are in it as well: the service observes them. */
export async function profilePublishes(
  profile: string,
  choice: ServerChoice,
  { warmUps, samples }: Publishes,
): Promise<void> {
  const file = resolve(profile);
  const begun = `${file}.begun`;
  rmSync(file, { force: true });
  const variables = [`NODE_OPTIONS=--import=${RECORDER}`, `PROFILE_FILE=${file}`];
  const server = await startServer(choice, ['/usr/bin/env', ...variables]);
  const pipeline = await createBenchPipeline(server, 'profiled', FILES);

  async function publish(times: number): Promise<void> {
    for (let n = 0; n < times; n++) {
      await pipeline.edit();
      await pipeline.publish();
    }
  }

  try {
    await publish(warmUps);
    process.kill(server.pid, 'SIGUSR2');
    await until(begun);
    await publish(samples);
    process.kill(server.pid, 'SIGUSR2');
    await until(file);
  } finally {
    rmSync(begun, { force: true });
    pipeline.close();
    await server.close();
  }
}

async function until(file: string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!existsSync(file)) {
    if (Date.now() > deadline) throw new Error(`the service did not write ${file} in ${DEADLINE_MS} ms`);
    await setTimeout(POLL_MS);
  }
}
