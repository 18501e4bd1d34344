// What the API promises of a 503: that asking again, after the pause it names, is safe with a key, and where HTTP says
// so. What has a condition and was done after all is answered 412 then, and the test fails as it would have.
// Emulators answer late when the machine is busy, and the service says so; that is no failure of what a suite is about.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpAnswer, HttpRequest } from './exchange.ts';

const ATTEMPTS = 5;
/** https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const IDEMPOTENT = new Set(['GET', 'PUT', 'DELETE']);

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

/** As clients of the service do: without a key, what makes a version could not be repeated. */
export function withKey(headers: readonly string[]): readonly string[] {
  return hasKey(headers) ? headers : [...headers, 'Idempotency-Key', randomUUID()];
}

function isRepeatable({ method, headers = [] }: HttpRequest): boolean {
  return IDEMPOTENT.has(method) || hasKey(headers);
}

function hasKey(headers: readonly string[]): boolean {
  return headers.some((text, index) => index % 2 === 0 && /^idempotency-key$/i.test(text));
}
