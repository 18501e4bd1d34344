// The deployment's own check as a web service: one POST signed as Standard Webhooks says, one bounded answer.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import { createHash } from 'node:crypto';
import { type IncomingMessage, request as sendByHttp } from 'node:http';
import { request as sendByHttps } from 'node:https';
import { Webhook } from 'standardwebhooks';
import type { Candidate } from '../../domain/candidate.ts';
import type { OwnAnswer, Unanswered } from '../../domain/checks/own-check.ts';
import { type CandidateCheck, OWN_CHECK_MS } from '../../ports/candidate-check.ts';
import { sendInScope } from '../../request-scope.ts';
import { parseAnswer } from './answer.ts';

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
    const headers = signed(secrets, idOf(candidate), now, body);
    return sendInScope(false, (cutOff) => post(url, { body, headers, timeoutMs, cutOff }));
  }

  return { unreachable, ask };
}

interface Message {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly cutOff: AbortSignal | undefined;
}

/** The time covers the whole answer, not its beginning. Rejects only where the invocation is cut off. */
async function post(url: string, { body, headers, timeoutMs, cutOff }: Message): Promise<OwnAnswer> {
  const late = AbortSignal.timeout(timeoutMs);
  const signal = cutOff === undefined ? late : AbortSignal.any([late, cutOff]);
  try {
    const reply = await replyTo(url, { body, headers, signal });
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

/**
 * With a connection of its own: Lambda rests between requests, and one that was kept, as those of `fetch` are, is dead by
 * then. Redirects are answers.
 */
function replyTo(
  url: string,
  { body, headers, signal }: Pick<Message, 'body' | 'headers'> & { readonly signal: AbortSignal },
): Promise<IncomingMessage> {
  const send = url.startsWith('https:') ? sendByHttps : sendByHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, { method: 'POST', agent: false, headers: { ...headers }, signal });
    request.once('response', resolve);
    request.on('error', reject);
    request.end(body);
  });
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

function signed(secrets: readonly string[], id: string, now: Date, body: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'accept-encoding': 'identity',
    'content-length': String(Buffer.byteLength(body)),
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  };
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
