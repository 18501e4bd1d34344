// The versions that changed one file, found by comparing the pins of neighbouring versions.
import { type Change, changesByPath } from '../domain/comparison.ts';
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

  function* comparing(newer: Looked, older: Looked | null): Generator<FileVersion> {
    compared = newer.version.number;
    const [changed] = changesByPath(older?.file ?? [], newer.file);
    if (changed && changed.change !== 'unchanged') yield { ...newer.version, change: changed.change };
  }

  async function* changing(): AsyncGenerator<FileVersion> {
    let newer: Looked | null = null;
    const seen = { versions: 0, pins: 0 };
    for await (const version of versions) {
      const looked: Looked = { version, file: version.files.filter((file) => file.path === path) };
      if (newer !== null) yield* comparing(newer, looked);
      newer = looked;
      seen.versions += 1;
      seen.pins += version.files.length;
      if (seen.versions >= 2 && (seen.versions > limits.versions || seen.pins > limits.pins)) return;
    }
    if (newer !== null) yield* comparing(newer, null);
  }

  return { total, versions: changing(), comparedDownTo: () => compared };
}

interface Looked {
  readonly version: Noted<Version>;
  /** One at most. */
  readonly file: readonly PinnedFile[];
}
