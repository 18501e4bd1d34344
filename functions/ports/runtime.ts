// Time and chance, so that tests can hold both in their hands.
import type { VersionId } from '../domain/version.ts';

export interface Runtime {
  now(): Date;
  /** Resolves after about this many milliseconds; rejects with `UNAVAILABLE` where a request has not that much time. */
  pause(milliseconds: number): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
  /** A new UUIDv7 (RFC 9562 §5.7). */
  newVersionId(): VersionId;
}
