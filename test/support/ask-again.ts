// What the API promises of a 503: that asking again, after the pause it names, is safe for a GET and with a key.
// Emulators answer late when the machine is busy, and the service says so; that is no failure of what a suite is about.
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpAnswer, HttpRequest } from './exchange.ts';

const ATTEMPTS = 5;

export async function askAgain(
  request: HttpRequest,
  ask: (request: HttpRequest) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const attempts = isRepeatable(request) ? ATTEMPTS : 1;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(request);
    if (answer.status !== 503 || attempt === attempts) return answer;
    await pause(Number(answer.headers['retry-after'] ?? 0) * 1_000);
  }
}

function isRepeatable({ method, headers = [] }: HttpRequest): boolean {
  return (
    method === 'GET' || headers.some((text, index) => index % 2 === 0 && /^idempotency-key$/i.test(text))
  );
}
