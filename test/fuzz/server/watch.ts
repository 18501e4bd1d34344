// What no request may do to a server in this process: take long, fail, or leave memory behind.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RawReply } from './raw-request.ts';

export interface Watch {
  /** Sends one request. Throws if its answer, or what it cost, must not be. */
  check(described: string, send: () => Promise<RawReply>): Promise<RawReply>;
  /** Figures in a line. Throws if memory has grown. */
  end(): string;
}

/** Of CPU, all threads counted: other work on the machine does not make a request slow. */
const SLOW_MS = 1_000;
/** Of wall time: long past the patience of any client. */
const HANGS_AFTER_MS = 60_000;
const MAX_GROWTH_MB = 48;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Of `runs` requests the first fifth may fill caches. 501 is S3's word for what a server lacks. */
export function startWatch(runs: number, allowed: readonly number[] = []): Watch {
  const statuses = new Map<number, number>();
  let [count, slowest, baseline] = [0, 0, heapMb()];
  return {
    async check(described, send) {
      const began = process.cpuUsage();
      const reply = await withinTime(described, send);
      const { user, system } = process.cpuUsage(began);
      const took = (user + system) / 1_000;
      count += 1;
      slowest = Math.max(slowest, took);
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      if (reply.status >= 500 && !allowed.includes(reply.status)) {
        throw new Error(`${described}\nwas answered\n${reply.text.slice(0, 2_000)}`);
      }
      if (took > SLOW_MS) throw new Error(`${described}\ntook ${Math.round(took)} ms of CPU`);
      if (count === Math.ceil(runs / 5)) baseline = heapMb();
      return reply;
    },
    end() {
      const growth = heapMb() - baseline;
      if (growth > MAX_GROWTH_MB) throw new Error(`the heap has grown by ${growth} MB`);
      const all = [...statuses].toSorted(([a], [b]) => a - b).map(([status, times]) => `${status}: ${times}`);
      return `slowest ${Math.round(slowest)} ms of CPU, heap ${growth >= 0 ? '+' : ''}${growth} MB, ${all.join(', ')}`;
    },
  };
}

function heapMb(): number {
  collectGarbage();
  return Math.round(process.memoryUsage().heapUsed / 1024 / 1024);
}

async function withinTime<T>(described: string, send: () => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${described}\nwas not answered`)), HANGS_AFTER_MS);
  return Promise.race([send(), promise]).finally(() => clearTimeout(timer));
}
