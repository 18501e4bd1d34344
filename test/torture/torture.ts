// A whole run: servers up, lives side by side until the time is over, the service killed again and again, figures.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { s3At } from '../support/clients.ts';
import { judge } from './checker/judge.ts';
import { whatMoved } from './checker/moved.ts';
import type { Violation } from './checker/violation.ts';
import { count, type Figures, noFigures, printFigures } from './figures.ts';
import type { Flags } from './flags.ts';
import type { History, Stored } from './history/history.ts';
import { type LifePlan, type Lived, live } from './live.ts';
import { between, randomOf } from './seed.ts';
import { type Servers, startServers } from './servers.ts';

const SIDE_BY_SIDE = 3;
const SHORTEST_KILL_MS = 5_000;
const LONGEST_KILL_MS = 15_000;
const KEPT = new URL('../../.cache/torture/', import.meta.url).pathname;

/** Whether every promise was kept. */
export async function tortureFor(flags: Flags): Promise<boolean> {
  const { minutes, seed, level } = flags;
  console.log(`npm run torture -- --minutes ${minutes} --seed ${seed} --level ${level}`);
  const servers = await startServers(flags);
  try {
    console.log(`on ${servers.names}`);
    return await torture(servers, { seed, deadline: performance.now() + minutes * 60_000 });
  } finally {
    await servers.stop();
  }
}

interface Plan {
  readonly seed: number;
  readonly deadline: number;
}

interface Rested {
  readonly pipeline: string;
  readonly end: Stored;
  readonly readStored: Lived['readStored'];
}

async function torture(servers: Servers, { seed, deadline }: Plan): Promise<boolean> {
  const began = performance.now();
  const s3 = {
    direct: s3At(servers.s3Url, { maxAttempts: 1 }),
    faulty: s3At(servers.s3.url, { maxAttempts: 1 }),
  };
  const figures = noFigures();
  const rested: Rested[] = [];
  let number = 0;
  let isKept = true;

  async function liveOn(): Promise<void> {
    while (performance.now() < deadline) {
      const { history, readStored } = await live(servers, { seed, s3, number: ++number } satisfies LifePlan);
      count(figures, history);
      const violations = judge(history);
      if (violations.length > 0) isKept = await report(history, violations, seed);
      rested.push({ pipeline: history.pipeline, end: history.end, readStored });
    }
  }

  const killing = new AbortController();
  const killer = killAgainAndAgain(servers, seed, killing.signal, figures);
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, liveOn));
  killing.abort();
  await killer;
  for (const { pipeline, end, readStored } of rested) {
    const moved = whatMoved(end, await readStored());
    for (const { text } of moved) console.log(`${pipeline}: ${text}`);
    if (moved.length > 0) isKept = false;
  }
  if (servers.service.deaths() > 0) {
    console.log(`the service ended by itself ${servers.service.deaths()} times`);
    isKept = false;
  }
  printFigures(figures, servers, (performance.now() - began) / 60_000);
  return isKept;
}

async function killAgainAndAgain(servers: Servers, seed: number, over: AbortSignal, figures: Figures) {
  const random = randomOf(seed, 'kills');
  while (!over.aborted) {
    const pause = between(random, SHORTEST_KILL_MS, LONGEST_KILL_MS);
    await setTimeout(pause, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    await servers.service.restart();
    figures.kills += 1;
  }
}

/** `false`, for a promise is broken. */
async function report(history: History, violations: readonly Violation[], seed: number): Promise<false> {
  await mkdir(KEPT, { recursive: true });
  const file = join(KEPT, `${seed}-${history.pipeline.replaceAll('/', '-')}.json`);
  await writeFile(file, JSON.stringify(history));
  for (const { promise, text } of violations) console.log(`${history.pipeline}: ${promise}: ${text}`);
  console.log(`the history is kept: npm run torture -- --judge ${file}`);
  return false;
}
