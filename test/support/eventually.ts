// For what becomes true by an event: asks again until it is, and fails with the last reason if it never is.
import { vi } from 'vitest';

const DEADLINE_MS = 15_000;
const POLL_MS = 20;

export function eventually<T>(check: () => Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: DEADLINE_MS, interval: POLL_MS });
}
