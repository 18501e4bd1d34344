// For what becomes true by an event: asks again until it is, and fails with the last reason if it never is.
import { vi } from 'vitest';
import { patience } from './server-set.ts';

const DEADLINE_MS = patience(15_000);
const POLL_MS = 20;

export function eventually<T>(check: () => Promise<T>, timeout = DEADLINE_MS): Promise<T> {
  return vi.waitFor(check, { timeout, interval: POLL_MS });
}
