// One POST, signed as Standard Webhooks says.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import { type IncomingMessage, request as sendByHttp } from 'node:http';
import { request as sendByHttps } from 'node:https';
import { Webhook } from 'standardwebhooks';

export interface SignedMessage {
  /** The same in every repetition. */
  readonly id: string;
  readonly now: Date;
  readonly body: string;
  /** One secret, or several during a rotation: each signs. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Resolves with the beginning of the answer. With a connection of its own: Lambda rests between requests, and one that was
 * kept, as those of `fetch` are, is dead by then. Redirects are answers.
 */
export function postSigned(url: string, message: SignedMessage): Promise<IncomingMessage> {
  const { body, signal } = message;
  const send = url.startsWith('https:') ? sendByHttps : sendByHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, { method: 'POST', agent: false, headers: headersOf(message), signal });
    request.once('response', resolve);
    request.on('error', reject);
    request.end(body);
  });
}

function headersOf({ id, now, body, secrets }: SignedMessage): Record<string, string> {
  return {
    'content-type': 'application/json',
    'accept-encoding': 'identity',
    'content-length': String(Buffer.byteLength(body)),
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  };
}
