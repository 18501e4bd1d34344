// The whole local service under too many requests and hostile clients at once.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Flooded, flood } from './flood.ts';
import { hostileClients, sendSlowly } from './hostile-clients.ts';
import { requestTo } from './requests.ts';

export interface Overload {
  readonly apiUrl: string;
  /** Requests that are unanswered at any time. */
  readonly parallel: number;
  readonly slowClients: number;
  readonly isOver: (sent: number) => boolean;
}

const BETWEEN_ATTACKS_MS = 1_000;

/** `hostile`: each kind of hostile client, again and again until the flood is over, and how often it was answered. */
export interface Overloaded extends Flooded {
  readonly hostile: Readonly<Record<string, number>>;
}

export async function overloadService({
  apiUrl,
  parallel,
  slowClients,
  isOver,
}: Overload): Promise<Overloaded> {
  const over = new AbortController();
  const slow = Array.from({ length: slowClients }, () => sendSlowly(apiUrl, over.signal));
  const faults: string[] = [];
  const hostile: Record<string, number> = {};
  const attacks = hostileClients.map(async ({ name, answers, attack }) => {
    do {
      const answer = await attack(apiUrl).catch((error: unknown) => String(error));
      if (!answers.includes(answer)) faults.push(`${name}: ${answer}`);
      hostile[`${name}: ${answer}`] = (hostile[`${name}: ${answer}`] ?? 0) + 1;
      await pause(BETWEEN_ATTACKS_MS);
    } while (!over.signal.aborted);
  });
  const flooded = await flood(requestTo(apiUrl), { parallel, isOver });
  over.abort();
  await Promise.all([...attacks, ...slow]);
  return { statuses: flooded.statuses, faults: [...flooded.faults, ...faults], hostile };
}

/** Of requests one after the other, in milliseconds. */
export function latencies(apiUrl: string, count: number): Promise<readonly number[]> {
  return timed(requestTo(apiUrl), count);
}

/** Throws if an answer is no success. */
export async function timed(
  send: (number: number) => Promise<Answer>,
  count: number,
): Promise<readonly number[]> {
  const measured: number[] = [];
  for (let number = 0; number < count; number++) {
    const began = performance.now();
    const { status } = await send(number);
    if (status >= 300) throw new Error(`request ${number}, on its own, is answered ${status}`);
    measured.push(performance.now() - began);
  }
  return measured;
}

/** Resident memory of a process, in MB; NaN where there is no /proc. */
export function memoryOf(pid: number): number {
  try {
    const [, kilobytes = ''] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1_024);
  } catch {
    return Number.NaN;
  }
}
