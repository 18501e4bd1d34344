// What senders have in common: they end by an answer, by an error that says so, or by a crash.
import { DomainError } from '../../functions/domain/errors.ts';
import { CutOff } from './sender.ts';
import type { Stage } from './stage.ts';

/** What one does after the other. A crash ends it. */
export function inOrder(stage: Stage, actions: readonly (() => Promise<void>)[]): void {
  // An edit may be among what is still to come.
  const script = stage.scheduler.sender('the rest of the script', { mayEdit: true });
  void act(stage, async () => {
    for (const action of actions) await action();
    script.end();
  });
}

/** No use case throws anything but a DomainError. */
export function act({ troubles }: Stage, work: () => Promise<void>): Promise<void> {
  return work().catch((error: unknown) => {
    if (!(error instanceof CutOff)) troubles.push(`a use case threw ${error}`);
  });
}

export async function answerOf<T>(answer: Promise<T>): Promise<T | DomainError> {
  try {
    return await answer;
  } catch (failure) {
    if (failure instanceof DomainError) return failure;
    throw failure;
  }
}

export function isUnavailable(result: unknown): boolean {
  return result instanceof DomainError && result.code === 'UNAVAILABLE';
}
