// A freeze: until it ends, no version becomes visible and no draft is restored, in one pipeline or in a whole namespace.
import { DomainError } from './errors.ts';
import { displayName, type Pipeline } from './pipeline.ts';

export const FREEZE_SCOPES = ['pipeline', 'namespace'] as const;
export type FreezeScope = (typeof FREEZE_SCOPES)[number];

export const MAX_FREEZE_DAYS = 90;
const DAY_MS = 86_400_000;

/** The longest that a request can run: API Gateway waits no longer, and functions end before. */
export const MAX_REQUEST_SECONDS = 29;

export interface Freeze {
  readonly reason: string;
  /** As a version names its author. */
  readonly frozenBy: string | null;
  readonly frozenAt: Date;
  /** From this moment on it is as if it were not there. */
  readonly until: Date;
}

/** What somebody did: freeze, or lift a freeze. */
export interface FreezeAct {
  /** `null`: lifted. */
  readonly freeze: Freeze | null;
  readonly by: string | null;
  readonly at: Date;
}

export function freezing(freeze: Freeze): FreezeAct {
  return { freeze, by: freeze.frozenBy, at: freeze.frozenAt };
}

export function lifting(by: string | null, at: Date): FreezeAct {
  return { freeze: null, by, at };
}

/** What a version's record keeps of the freeze that its publish or rollback has overridden. */
export interface OverriddenFreeze {
  readonly scope: FreezeScope;
  readonly reason: string;
}

/** Throws `INVALID_REQUEST` unless it ends after now, and within 90 days. */
export function freezeFrom(now: Date, { until, ...rest }: Omit<Freeze, 'frozenAt'>): Freeze {
  if (until <= now) throw wrongEnd(`must be after now, ${now.toISOString()}`);
  const latest = new Date(now.getTime() + MAX_FREEZE_DAYS * DAY_MS);
  if (until > latest)
    throw wrongEnd(`must be within ${MAX_FREEZE_DAYS} days, by ${latest.toISOString()}; freeze again later`);
  return { ...rest, frozenAt: now, until };
}

/** `null` if it has ended. */
export function inForce(freeze: Freeze | null, now: Date): Freeze | null {
  return freeze !== null && freeze.until > now ? freeze : null;
}

export function frozen(pipeline: Pipeline, scope: FreezeScope, freeze: Freeze): DomainError {
  const { reason, frozenBy, frozenAt, until } = freeze;
  const name = displayName(pipeline);
  const what =
    scope === 'pipeline' ? `Pipeline ${name}` : `Namespace ${pipeline.namespace}, and ${name} with it,`;
  const by = frozenBy === null ? '' : ` by ${frozenBy}`;
  return new DomainError(
    'FROZEN',
    `${what} is frozen${by} until ${until.toISOString()}: ${JSON.stringify(reason)}. Nothing was changed. Try again then, ask for the freeze to be lifted, or override it if you may (…/override).`,
    {
      scope,
      reason,
      frozen_by: frozenBy,
      frozen_at: frozenAt.toISOString(),
      until: until.toISOString(),
    },
  );
}

function wrongEnd(problem: string): DomainError {
  return new DomainError('INVALID_REQUEST', `Invalid request: body until ${problem}.`, {
    fields: [{ in: 'body', field: 'until', problem }],
  });
}
