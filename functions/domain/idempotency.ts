// Idempotency keys: what a pipeline remembers of those of the last 24 hours, and what makes two requests the same.
import { DomainError } from './errors.ts';
import type { ClaimedKey, RequestKey, VersionNumber } from './version.ts';

export const REMEMBERED_HOURS = 24;

export interface RememberedKey {
  readonly claim: ClaimedKey;
  /** The version that it made; `null` until that is superseded. */
  readonly number: VersionNumber | null;
}

/** What a request claims if nobody has claimed its key within the last 24 hours. */
export function claimOf({ key, inputHash }: RequestKey, now: Date): ClaimedKey {
  const seconds = Math.ceil(now.getTime() / 1000) + REMEMBERED_HOURS * 3_600;
  return { key, inputHash, expiresAt: new Date(seconds * 1000) };
}

export function isExpired({ expiresAt }: Pick<ClaimedKey, 'expiresAt'>, now: Date): boolean {
  return expiresAt <= now;
}

/**
 * Whether a version was made by this very request or a twin of it. Throws `IDEMPOTENCY_KEY_REUSED` if it was made by
 * another request with the same key.
 */
export function isMadeBy(made: ClaimedKey | null, request: RequestKey | null, now: Date): boolean {
  if (made === null || request === null || made.key !== request.key || isExpired(made, now)) return false;
  assertSameInput(made, request);
  return true;
}

/** A key stands for one request: the same key with another input is a mistake that must not go unnoticed. */
export function assertSameInput(first: Pick<RequestKey, 'inputHash'>, request: RequestKey): void {
  if (first.inputHash === request.inputHash) return;
  throw new DomainError(
    'IDEMPOTENCY_KEY_REUSED',
    `Idempotency-Key ${JSON.stringify(request.key)} was already used for a different request; use a new key.`,
    { idempotency_key: request.key },
  );
}
