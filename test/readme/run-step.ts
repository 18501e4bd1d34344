// Runs one step of a page and says what is wrong with it, if anything.
import { setTimeout } from 'node:timers/promises';
import { matchOutput } from './match-output.ts';
import type { Step } from './page.ts';
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
  const ran = await session.run(scriptOf(step));
  return { differences: differences(step, ran), ran, sessionEnded: ran.exitCode !== 0 };
}

async function runUntilItHolds(session: ShellSession, step: Step): Promise<Verdict> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const ran = await session.tryOut(scriptOf(step));
    const verdict = { differences: differences(step, ran), ran, sessionEnded: ran.exitCode === null };
    if (verdict.differences.length === 0 || verdict.sessionEnded || Date.now() > deadline) return verdict;
    await setTimeout(PAUSE_MS);
  }
}

function differences({ expected }: Step, { exitCode, stdout }: Ran): readonly string[] {
  if (exitCode !== 0) return [exitCode === null ? 'it took too long' : `it ended with exit code ${exitCode}`];
  return expected === null ? [] : matchOutput(expected, stdout);
}

/** Programs come in on stdin, so that no file is left, and find what they import from where the terminal stands. */
const INTERPRETER = {
  python: 'python3 -',
  ts: './node_modules/.bin/node --input-type=module-typescript -',
};

function scriptOf({ language, script }: Step): string {
  return language === 'sh' ? script : `${INTERPRETER[language]} <<'PROGRAM'\n${script}\nPROGRAM`;
}
