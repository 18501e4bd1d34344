// Whether the service can serve, and whether all of it can.
import { DomainError } from '../domain/errors.ts';
import { describeHarm, harmfulRules, type LifecycleRule } from '../domain/lifecycle.ts';
import type { BucketLifecycle } from '../ports/bucket-lifecycle.ts';
import type { Versioning } from '../ports/draft-files.ts';
import type { Deps } from './deps.ts';

/** versioning: the bucket does not keep what is replaced. lifecycle: rules of the bucket harm pipelines. */
export type HealthCause = 'versioning' | 'lifecycle';

export interface Health {
  /** What keeps the service from being well; empty if it is. */
  readonly causes: readonly HealthCause[];
  /** A sentence or more for each cause. */
  readonly reasons: readonly string[];
  readonly harmfulRules: readonly LifecycleRule[];
  /** What the service may not look at. */
  readonly notChecked: readonly HealthCause[];
}

export interface HealthDeps extends Pick<Deps, 'files' | 'versions'> {
  readonly lifecycle: BucketLifecycle;
}

/** Requests to each store, side by side. Throws `UNAVAILABLE` if either cannot be reached. */
export async function checkHealth({ files, versions, lifecycle }: HealthDeps): Promise<Health> {
  const [versioning, rules] = await Promise.all([
    reached('bucket', () => files.versioning()),
    reached('bucket', () => lifecycle.rules()),
    reached('table', () => versions.check()),
  ]);
  const harmful = harmfulRules(rules ?? []);
  const reasons = {
    ...(versioning !== 'on' && { versioning: notVersioned(versioning) }),
    ...(harmful.length > 0 && { lifecycle: describeHarm(harmful) }),
  };
  return {
    causes: Object.keys(reasons) as HealthCause[],
    reasons: Object.values(reasons),
    harmfulRules: harmful,
    notChecked: rules === null ? ['lifecycle'] : [],
  };
}

function notVersioned(versioning: Exclude<Versioning, 'on'>): string {
  return `The bucket's versioning is ${versioning}: files cannot be edited, and what is saved now cannot be published. Switch versioning on.`;
}

async function reached<T>(store: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (failure) {
    throw new DomainError('UNAVAILABLE', `The ${store} cannot be reached.`, undefined, failure);
  }
}
