// Tells a web service of an event, by a signed POST.
import { once } from 'node:events';
import type { Notify } from '../../ports/notifier.ts';
import { postSigned } from './signed-post.ts';

export interface NotifierSettings {
  readonly url: string;
  /** One secret, or several during a rotation: each signs. */
  readonly readSecrets: () => Promise<readonly string[]>;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Takes an answer of 2xx for a yes. */
export function createNotifier({ url, readSecrets, timeoutMs = TIMEOUT_MS }: NotifierSettings): Notify {
  return async (event) => {
    const { id, type, time } = event;
    const body = JSON.stringify({ type, timestamp: time, data: event });
    const message = { id, now: new Date(), body, secrets: await readSecrets() };
    const signal = AbortSignal.timeout(timeoutMs);
    const reply = await postSigned(url, { ...message, signal }).catch((cause: unknown) => {
      throw new Error(reasonOf(signal, timeoutMs), { cause });
    });
    // What else it says does not matter.
    reply.destroy();
    await once(reply, 'close');
    const { statusCode = 0 } = reply;
    if (statusCode < 200 || statusCode > 299) throw new Error(`it answered with status ${statusCode}`);
  };
}

function reasonOf({ aborted }: AbortSignal, timeoutMs: number): string {
  return aborted ? `it did not answer within ${timeoutMs / 1000} s` : 'it could not be reached';
}
