// One request on its way to the memory adapters and back, within the time limit of its invocation.
import { DomainError } from '../../functions/domain/errors.ts';
import { sendInScope } from '../../functions/request-scope.ts';
import { isWrite, type Label } from './footprints.ts';
import type { Fate, LateRequest, Sender } from './sender.ts';

export type Send = <A extends unknown[], T>(
  label: Label,
  effect: (...args: A) => Promise<T>,
  options?: {
    readonly fates?: readonly Fate[];
    readonly detail?: (...args: A) => string;
  },
) => (...args: A) => Promise<T>;

const OF_READS = ['done', 'fails'] as const;
export const OF_WRITES = [...OF_READS, 'fails afterwards', 'answer lost'] as const;

/** More than the deadline of a request that tries again. */
const LOST_ANSWER_MS = 21_000;

/** `pass` lets time pass for the sender. */
export function sending(sender: Sender, pass: (milliseconds: number) => void): Send {
  return (label, effect, { fates = isWrite(label) ? OF_WRITES : OF_READS, detail } = {}) =>
    async (...args) => {
      const what = detail === undefined ? {} : { detail: detail(...args) };
      const late: LateRequest = { named: () => JSON.stringify(args.slice(1)), effect: () => effect(...args) };
      const sent = (possible: readonly Fate[]) =>
        sendInScope(isWrite(label), async () => {
          const { fate, name } = await sender.step({ label, ...what, fates: possible, late });
          if (fate === 'fails') throw unavailable(label);
          const answer = await effect(...args);
          sender.learn(name, answer instanceof Map ? [...answer] : answer);
          if (fate === 'fails afterwards') throw unavailable(label);
          return { answer, isLost: fate === 'answer lost' };
        });
      const first = await sent(fates);
      if (!first.isLost) return first.answer;
      // What an SDK does on its own, when it has waited long enough: the request again.
      pass(LOST_ANSWER_MS);
      return (await sent(['done'])).answer;
    };
}

export function unavailable(label: string): DomainError {
  return new DomainError('UNAVAILABLE', `${label}: by the scheduler`);
}
