import { createScopedHandler, type Timeouts } from '../adapters/scoped-handler.ts';

// A request that hangs must fail and be repeated well before API Gateway's 29 s are over.
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 3_000, socketTimeout: 3_000 };

/** Settings of an SDK client of the service. */
export function clientSettings(timeouts: Partial<Timeouts> = {}) {
  return { maxAttempts: 3, requestHandler: createScopedHandler({ ...TIMEOUTS, ...timeouts }) };
}
