// The service under torture: a process that is killed and started again, on the same port and the same data.
import { closeSync, openSync } from 'node:fs';
import { startLocalProcess } from '../support/local-process.ts';
import type { FaultProxy } from './faults/proxy.ts';

export interface Service {
  readonly apiUrl: string;
  /** Resolves when it can be asked: at once, or after the next start. */
  up(): Promise<void>;
  /** SIGKILL, and a new process. */
  restart(): Promise<void>;
  /** How often it ended though nobody killed it. */
  deaths(): number;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly apiUrl: string;
  readonly flags: readonly string[];
  /** Where its stderr goes. */
  readonly logFile: string;
  /** Calm while it starts: how it starts under faults is not what is tortured. */
  readonly proxies: readonly FaultProxy[];
}

export async function startService({ apiUrl, flags, logFile, proxies }: ServiceOptions): Promise<Service> {
  const log = openSync(logFile, 'a');
  let deaths = 0;
  let isMeant = false;
  let running = await start();
  let up = Promise.resolve();

  async function start() {
    for (const proxy of proxies) proxy.setCalm(true);
    const started = await startLocalProcess(flags, log);
    for (const proxy of proxies) proxy.setCalm(false);
    isMeant = false;
    void started.ended.then(() => {
      if (!isMeant) deaths += 1;
    });
    return started;
  }

  async function again(): Promise<void> {
    isMeant = true;
    await running.kill9();
    running = await start();
  }

  return {
    apiUrl,
    up: () => up,
    restart() {
      up = again();
      return up;
    },
    deaths: () => deaths,
    async stop() {
      isMeant = true;
      await running.stop();
      closeSync(log);
    },
  };
}
