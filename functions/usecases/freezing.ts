// Whether a freeze keeps a request from changing anything. A publish and a rollback ask when they begin and whenever
// their update has failed; the update itself asks the table (make-visible.ts).
import { FREEZE_SCOPES, type Freeze, frozen, inForce, type OverriddenFreeze } from '../domain/freeze.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { State } from '../domain/state.ts';

/** What a request has to know of freezes besides the state. */
export interface Freezing {
  readonly pipeline: Pipeline;
  /** The freeze of the namespace as it was read when the request began. */
  readonly ofNamespace: Freeze | null;
  readonly overrides: boolean;
}

/** The freeze that is overridden, the pipeline's own first; `null` if nothing is frozen. Throws `FROZEN`. */
export function passFreezes(
  { pipeline, ofNamespace, overrides }: Freezing,
  state: State | null,
  now: Date,
): OverriddenFreeze | null {
  const freezes = { pipeline: state?.freeze ?? null, namespace: ofNamespace };
  for (const scope of FREEZE_SCOPES) {
    const freeze = inForce(freezes[scope], now);
    if (freeze === null) continue;
    if (!overrides) throw frozen(pipeline, scope, freeze);
    return { scope, reason: freeze.reason };
  }
  return null;
}
