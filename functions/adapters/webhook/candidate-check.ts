// The deployment's own check as a web service: one signed POST, one bounded answer.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Candidate } from '../../domain/candidate.ts';
import type { OwnAnswer, Unanswered } from '../../domain/checks/own-check.ts';
import { type CandidateCheck, OWN_CHECK_MS } from '../../ports/candidate-check.ts';
import { sendInScope } from '../../request-scope.ts';
import { parseAnswer } from './answer.ts';
import { postSigned, type SignedMessage } from './signed-post.ts';

export interface CandidateCheckSettings {
  readonly url: string;
  readonly unreachable: CandidateCheck['unreachable'];
  /** One secret, or several during a rotation: each signs. */
  readonly readSecrets: () => Promise<readonly string[]>;
  /** The body. */
  readonly present: (candidate: Candidate, now: Date) => Promise<unknown>;
  readonly timeoutMs?: number;
}

/** A hundred findings with their words take a tenth of it. */
export const MAX_ANSWER_BYTES = 256 * 1024;

export function createCandidateCheck(settings: CandidateCheckSettings): CandidateCheck {
  const { url, unreachable, readSecrets, present, timeoutMs = OWN_CHECK_MS } = settings;

  async function ask(candidate: Candidate): Promise<OwnAnswer> {
    let secrets: readonly string[];
    try {
      secrets = await readSecrets();
    } catch (cause) {
      return unanswered('has no secret to be read', cause);
    }
    const now = new Date();
    const body = JSON.stringify(await present(candidate, now));
    const message = { id: idOf(candidate), now, body, secrets };
    return sendInScope(false, (cutOff) => post(url, message, { timeoutMs, cutOff }));
  }

  return { unreachable, ask };
}

interface Limits {
  readonly timeoutMs: number;
  readonly cutOff: AbortSignal | undefined;
}

/** The time covers the whole answer, not its beginning. Rejects only where the invocation is cut off. */
async function post(
  url: string,
  message: Omit<SignedMessage, 'signal'>,
  { timeoutMs, cutOff }: Limits,
): Promise<OwnAnswer> {
  const late = AbortSignal.timeout(timeoutMs);
  const signal = cutOff === undefined ? late : AbortSignal.any([late, cutOff]);
  try {
    const reply = await postSigned(url, { ...message, signal });
    const { statusCode = 0 } = reply;
    if (statusCode < 200 || statusCode > 299) {
      reply.destroy();
      return unanswered(`answered with status ${statusCode}`);
    }
    const text = await readAtMost(reply, MAX_ANSWER_BYTES);
    return text === null
      ? unanswered(`answered with more than ${MAX_ANSWER_BYTES / 1024} KB`)
      : parseAnswer(text);
  } catch (failure) {
    if (cutOff?.aborted) throw failure;
    if (late.aborted) return unanswered(`did not answer within ${timeoutMs / 1000} s`, failure);
    return unanswered('could not be reached, or broke its answer off', failure);
  }
}

/** `null` if there is more; what is left is not transferred. */
async function readAtMost(reply: IncomingMessage, most: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of reply) {
    size += chunk.length;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The same for the same pins, message and author: a service that has answered may answer from memory. */
function idOf({ pipeline, snapshotId, rollbackOf, message, createdBy }: Candidate): string {
  const { namespace, layer, name } = pipeline;
  const parts = JSON.stringify([namespace, layer, name, snapshotId, rollbackOf, message, createdBy]);
  return `candidate_${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`;
}

function unanswered(reason: string, cause?: unknown): Unanswered {
  return { isAnswered: false, reason, ...(cause !== undefined && { cause }) };
}
