// Which request keys a pipeline remembers: those of the last 24 hours, the newest 64 at most.
import { DomainError } from './errors.ts';
import type { RequestKey, VersionNumber } from './version.ts';

export const REMEMBERED_HOURS = 24;
export const REMEMBERED_REQUESTS = 64;

/** The answer that a keyed request got: the version it made, or found unchanged. */
export interface RememberedRequest {
  readonly inputHash: string;
  readonly number: VersionNumber;
  readonly outcome: 'created' | 'unchanged';
  readonly at: Date;
}

export type RememberedRequests = ReadonlyMap<string, RememberedRequest>;

/** The remembered answer to this very request, or `null`. Throws `IDEMPOTENCY_KEY_REUSED` if the input differs. */
export function recall(
  requests: RememberedRequests,
  request: RequestKey | null,
  now: Date,
): RememberedRequest | null {
  const remembered = request === null ? undefined : requests.get(request.key);
  if (request === null || remembered === undefined || isExpired(remembered, now)) return null;
  assertSameInput(remembered, request);
  return remembered;
}

/** A key stands for one request: the same key with another input is a mistake that must not go unnoticed. */
export function assertSameInput(first: { readonly inputHash: string }, request: RequestKey): void {
  if (first.inputHash === request.inputHash) return;
  throw new DomainError(
    'IDEMPOTENCY_KEY_REUSED',
    `Idempotency-Key ${JSON.stringify(request.key)} was already used for a different request; use a new key.`,
    { idempotency_key: request.key },
  );
}

/** What to write so that the answer to a request is remembered, and what is too old or too many is not. */
export function remembering(
  requests: RememberedRequests,
  { key, inputHash }: RequestKey,
  answer: Omit<RememberedRequest, 'inputHash'>,
) {
  return {
    remember: { key, request: { inputHash, ...answer } },
    forget: keysToForget(requests, answer.at),
  };
}

/** The condition that no twin has remembered the key meanwhile. A key that is known here is one that has expired. */
export function stillUnknown(requests: RememberedRequests | undefined, { key }: RequestKey) {
  return requests?.has(key) ? {} : { unknownKey: key };
}

/** The keys to drop so that, with one more, the limits hold. */
export function keysToForget(requests: RememberedRequests, now: Date): readonly string[] {
  const newestFirst = [...requests].toSorted(([, a], [, b]) => b.at.getTime() - a.at.getTime());
  return newestFirst
    .filter(([, request], index) => index >= REMEMBERED_REQUESTS - 1 || isExpired(request, now))
    .map(([key]) => key);
}

function isExpired({ at }: RememberedRequest, now: Date): boolean {
  return now.getTime() - at.getTime() > REMEMBERED_HOURS * 3_600_000;
}
