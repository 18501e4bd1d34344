// Runs one step of the walk-through and says what is wrong with it, if anything.
import { setTimeout } from 'node:timers/promises';
import { matchOutput } from './match-output.ts';
import type { Step } from './readme.ts';
import type { Ran, ShellSession } from './shell-session.ts';

/** Events take moments. */
const DEADLINE_MS = 10_000;
const PAUSE_MS = 100;

export interface Verdict {
  /** Empty if all went as printed. */
  readonly differences: readonly string[];
  readonly ran: Ran;
  /** Whether the steps after it can run. */
  readonly sessionEnded: boolean;
}

export function runStep(session: ShellSession, step: Step): Promise<Verdict> {
  return step.eventually ? runUntilItHolds(session, step) : runOnce(session, step);
}

async function runOnce(session: ShellSession, step: Step): Promise<Verdict> {
  const ran = await session.run(step.script);
  return { differences: differences(step, ran), ran, sessionEnded: ran.exitCode !== 0 };
}

async function runUntilItHolds(session: ShellSession, step: Step): Promise<Verdict> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const ran = await session.tryOut(step.script);
    const verdict = { differences: differences(step, ran), ran, sessionEnded: ran.exitCode === null };
    if (verdict.differences.length === 0 || verdict.sessionEnded || Date.now() > deadline) return verdict;
    await setTimeout(PAUSE_MS);
  }
}

function differences({ expected }: Step, { exitCode, stdout }: Ran): readonly string[] {
  if (exitCode !== 0) return [exitCode === null ? 'it took too long' : `it ended with exit code ${exitCode}`];
  return expected === null ? [] : matchOutput(expected, stdout);
}
