// Whether the service can serve, and whether all of it can.
import { DomainError } from '../domain/errors.ts';
import type { Deps } from './deps.ts';

export type Health = { readonly status: 'ok' } | { readonly status: 'degraded'; readonly reason: string };

/** One request to each store, side by side. Throws `UNAVAILABLE` if either cannot be reached. */
export async function checkHealth({ files, versions }: Pick<Deps, 'files' | 'versions'>): Promise<Health> {
  const [versioning] = await Promise.all([
    reached('bucket', () => files.versioning()),
    reached('table', () => versions.check()),
  ]);
  if (versioning === 'on') return { status: 'ok' };
  const reason = `The bucket's versioning is ${versioning}: files cannot be edited, and what is saved now cannot be published. Switch versioning on.`;
  return { status: 'degraded', reason };
}

async function reached<T>(store: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (failure) {
    throw new DomainError('UNAVAILABLE', `The ${store} cannot be reached.`, undefined, failure);
  }
}
