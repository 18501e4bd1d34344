// Asks before something that others would notice. The question and what it is about go to stderr.

import { Interrupted, WrongUse } from './failures.ts';
import type { Session } from './session.ts';

/** Returns what `summary` returned. Throws `Interrupted` on no, and `WrongUse` where nobody can be asked. */
export async function confirmed<T>(
  { out, terminal, signal }: Session,
  question: string,
  summary: () => Promise<T>,
): Promise<T> {
  if (!canAsk({ out, terminal }))
    throw new WrongUse('Nobody can be asked here; say --yes to do it without a question.');
  const shown = await summary();
  const { default: confirm } = await import('@inquirer/confirm');
  const answer = await confirm({ message: question, default: false }, { ...terminal, signal }).catch(
    asInterruption,
  );
  if (!answer) throw new Interrupted('Nothing was changed.');
  return shown;
}

/** A pipe, a job and a script are asked nothing. */
export function canAsk({ out, terminal }: Pick<Session, 'out' | 'terminal'>): boolean {
  return terminal.input.isTTY === true && !out.json;
}

/** Ctrl-C at a prompt is an error of its own. */
function asInterruption(error: unknown): never {
  const isStop = error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);
  throw isStop ? new Interrupted('Nothing was changed.') : error;
}
