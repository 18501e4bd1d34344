// The version that runs used at some moment.
import { DomainError } from '../domain/errors.ts';
import { displayName } from '../domain/pipeline.ts';
import { currentNumber, type State } from '../domain/state.ts';
import type { VersionRecord } from '../domain/version.ts';
import type { VersionDeps } from './deps.ts';
import { findVersion } from './find-version.ts';

/**
 * The newest version that was made at that moment or before it. Times never go back from one number to the next, so of
 * n versions at most log2(n) + 1 are read, one after the other, and none if it is the current one. Throws
 * `VERSION_NOT_FOUND` before the first.
 */
export async function findVersionAt(deps: VersionDeps, state: State, at: Date): Promise<VersionRecord> {
  if (state.current !== null && state.current.createdAt <= at) return state.current;
  let found: VersionRecord | null = null;
  let low = 1;
  for (let high = currentNumber(state) - 1; low <= high; ) {
    const middle = Math.ceil((low + high) / 2);
    const version = await findVersion(deps, state.pipeline, state, middle);
    if (version.createdAt <= at) {
      found = version;
      low = middle + 1;
    } else high = middle - 1;
  }
  if (found === null) throw noVersionYet(state, at);
  return found;
}

function noVersionYet({ pipeline, current }: State, at: Date): DomainError {
  const since = current === null ? 'it has never been published' : 'it was first published later';
  return new DomainError(
    'VERSION_NOT_FOUND',
    `Pipeline ${displayName(pipeline)} had no version at ${at.toISOString()}: ${since}.`,
    { at: at.toISOString(), current_version: currentNumber({ current }) },
  );
}
