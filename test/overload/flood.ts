// Many requests at once, each followed by the next as soon as it is answered, and what was answered.
import type { HttpAnswer } from '../support/exchange.ts';

export type Answer = Pick<HttpAnswer, 'status' | 'headers'>;

export interface Flooded {
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers that nobody should get, or none at all. */
  readonly faults: readonly string[];
}

/** `send` gets the number of the request, from 0. Resolves once every request is answered. */
export async function flood(
  send: (number: number) => Promise<Answer>,
  { parallel, isOver }: { readonly parallel: number; readonly isOver: (sent: number) => boolean },
): Promise<Flooded> {
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  let sent = 0;

  async function sendOn(): Promise<void> {
    while (!isOver(sent)) {
      const number = sent++;
      const answer = await send(number).catch((error: unknown) => String(error));
      const fault = faultIn(answer);
      if (fault !== null) faults.push(`request ${number}: ${fault}`);
      const status = typeof answer === 'string' ? 'none' : String(answer.status);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }
  await Promise.all(Array.from({ length: parallel }, sendOn));
  return { statuses, faults };
}

/** What is wrong with an answer to a good request of a service that has too much to do. */
function faultIn(answer: Answer | string): string | null {
  if (typeof answer === 'string') return answer;
  const { status, headers } = answer;
  if (status < 300) return null;
  if (![409, 429, 503].includes(status)) return `answered ${status}`;
  return headers['retry-after'] === undefined ? `answered ${status} without Retry-After` : null;
}
