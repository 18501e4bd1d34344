// What checks said when the service refused these very files: the deployment's own check is asked by nothing else.
import { useState } from 'preact/hooks';
import { ApiError } from '../../client/errors.ts';
import type { Checks } from '../../client/types.ts';

export interface RefusedChecks {
  /** `undefined` for other files than those that were refused. */
  of(fingerprint: string | undefined): Checks | undefined;
  /** The failure of a request, whatever it is. */
  note(fingerprint: string | undefined, failure: unknown): void;
}

export function useRefusedChecks(): RefusedChecks {
  const [refused, refuse] = useState<{ readonly fingerprint: string | undefined; readonly checks: Checks }>();
  return {
    of: (fingerprint) => (refused?.fingerprint === fingerprint ? refused?.checks : undefined),
    note(fingerprint, failure) {
      const checks = checksIn(failure);
      if (checks !== undefined) refuse({ fingerprint, checks });
    },
  };
}

/** Without an answer of the deployment's own check there are no findings, and the same choice. */
function checksIn(failure: unknown): Checks | undefined {
  if (!(failure instanceof ApiError)) return undefined;
  if (failure.code === 'CHECKS_FAILED') return failure.details?.checks as Checks;
  if (failure.code !== 'CHECK_UNAVAILABLE') return undefined;
  return { verdict: 'skipped', valid: false, files: [], more: 0 };
}
