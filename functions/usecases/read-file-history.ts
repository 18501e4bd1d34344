// The versions that changed one file, found by comparing the pins of neighbouring versions.
import type { Change } from '../domain/comparison.ts';
import { changesByPath } from '../domain/comparison.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { PinnedFile } from '../domain/snapshot.ts';
import type { Version } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import type { Noted } from './read-runs.ts';
import { type History, readVersions, type VersionRange } from './read-versions.ts';

/** What one request looks at: so many versions, and so many pins unless two versions have more. */
export const LOOKED_AT = { versions: 200, pins: 50_000 };

/** By content: a file that was only saved again is unchanged. */
export type FileVersion = Noted<Version> & { readonly change: Change };

export interface FileHistory extends History<FileVersion> {
  /** Once `versions` has ended: the oldest version that was compared with the one before it. */
  readonly comparedDownTo: () => number;
}

/**
 * Newest first. Ends where the history does, or after as much as one request looks at.
 * Throws as `readVersions` does; that no version has the file is no error.
 */
export async function readFileHistory(
  deps: Deps,
  pipeline: Pipeline,
  path: string,
  range: Omit<VersionRange, 'expected'>,
  limits = LOOKED_AT,
): Promise<FileHistory> {
  const { total, versions } = await readVersions(deps, pipeline, { ...range, expected: limits.versions });
  let compared = 1;

  function* comparing(newer: Version, older: Version | null): Generator<FileVersion> {
    compared = newer.number;
    const change = changeOf(path, older?.files ?? [], newer.files);
    if (change !== 'unchanged') yield { ...newer, change };
  }

  async function* changing(): AsyncGenerator<FileVersion> {
    let newer: Version | null = null;
    const seen = { versions: 0, pins: 0 };
    for await (const version of versions) {
      if (newer !== null) yield* comparing(newer, version);
      newer = version;
      seen.versions += 1;
      seen.pins += version.files.length;
      if (seen.versions >= 2 && (seen.versions > limits.versions || seen.pins > limits.pins)) return;
    }
    if (newer !== null) yield* comparing(newer, null);
  }

  return { total, versions: changing(), comparedDownTo: () => compared };
}

function changeOf(path: string, from: readonly PinnedFile[], to: readonly PinnedFile[]): Change {
  const only = (files: readonly PinnedFile[]) => files.filter((file) => file.path === path);
  return changesByPath(only(from), only(to))[0]?.change ?? 'unchanged';
}
