// A version as it is read, of the answer to the request that made it.
import type { SuccessBody } from './api.ts';

export function asVersion(made: SuccessBody<'publishVersion'>): SuccessBody<'getVersion'> {
  return { ...made, checks: made.checks.verdict };
}
