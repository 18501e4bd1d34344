// `npm run smoke` as operators start it: a process of its own, whose output is read as JSON.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Summary } from '../../infra/smoke/report.ts';
import type { Outcome } from '../../infra/smoke/run-steps.ts';
import { IDENTITY } from './clients.ts';
import { type Ended, ended } from './ended.ts';

const PROGRAM = join(import.meta.dirname, '../../infra/smoke/main.ts');

export interface SmokeRun {
  readonly code: number | null;
  readonly steps: ReadonlyMap<string, Outcome>;
  readonly summary: Summary;
}

/** Fails if it prints no report. */
export async function runSmoke(url: string, ...more: readonly string[]): Promise<SmokeRun> {
  const { code, stdout, stderr } = await startSmoke(['--url', url, '--json', ...more]);
  if (stdout === '') throw new Error(`it printed nothing: ${stderr}`);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const steps = new Map((lines.slice(0, -1) as Outcome[]).map((outcome) => [outcome.step, outcome]));
  return { code, steps, summary: lines.at(-1) };
}

export function startSmoke(args: readonly string[], env: NodeJS.ProcessEnv = IDENTITY): Promise<Ended> {
  return ended(spawnSmoke(args, env));
}

export function spawnSmoke(args: readonly string[], env: NodeJS.ProcessEnv = IDENTITY): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
}
