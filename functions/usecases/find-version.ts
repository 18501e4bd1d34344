// One version's record by its number, wherever it is kept.
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { currentNumber, type State } from '../domain/state.ts';
import type { VersionRecord } from '../domain/version.ts';
import type { VersionDeps } from './deps.ts';

/** Throws `VERSION_NOT_FOUND`. A `state` read just before keeps this to one request, none for the current version. */
export async function findVersion(
  deps: VersionDeps,
  pipeline: Pipeline,
  state: State | null,
  number: number,
): Promise<VersionRecord> {
  if (state?.current?.number === number) return state.current;
  assertVersion(pipeline, state, number);
  const archived = await deps.versions.readArchived(pipeline, number);
  // History is complete below the current number; a hole would be damage that nobody must overlook.
  if (archived === null)
    throw new Error(`version ${number} of ${displayName(pipeline)} is missing from history`);
  return archived;
}

/** The same without a state: one request for a superseded version, two for the current one. */
export async function readVersionRecord(
  deps: VersionDeps,
  pipeline: Pipeline,
  number: number,
): Promise<VersionRecord> {
  const archived = await deps.versions.readArchived(pipeline, number);
  return archived ?? findVersion(deps, pipeline, await deps.versions.readState(pipeline), number);
}

/** Numbers have no gaps, so the state alone says which versions there are. Throws `VERSION_NOT_FOUND`. */
export function assertVersion(pipeline: Pipeline, state: State | null, number: number): void {
  if (number < 1 || number > currentNumber(state))
    throw versionNotFound(pipeline, number, currentNumber(state));
}

function versionNotFound(pipeline: Pipeline, number: number, current: number): DomainError {
  const there = current === 0 ? 'it has never been published' : `its versions are 1 to ${current}`;
  return new DomainError(
    'VERSION_NOT_FOUND',
    `Pipeline ${displayName(pipeline)} has no version ${number}: ${there}.`,
    { version_number: number, current_version: current },
  );
}
