// Compare: the files that differ between two versions, or between a version and the draft, by content.
import {
  changesByPath,
  type FileChange,
  type Summary,
  summaryOf,
  withRenames,
} from '../domain/comparison.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import {
  type Fingerprint,
  fingerprintOf,
  inReadingOrder,
  type ListedFile,
  type StoredSnapshot,
} from '../domain/snapshot.ts';
import type { VersionNumber, VersionRecord } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import { findVersion, readVersionRecord } from './find-version.ts';
import { type LiveDraft, readDraft } from './read-draft.ts';
import { notPublished } from './read-published.ts';
import { filesIn } from './version-files.ts';

/** A version by its number, the current version, or the draft. */
export type Comparable = number | 'current' | 'draft';

export interface Compared {
  readonly kind: 'version' | 'current' | 'draft';
  /** `null` for the draft, and for the current version where there is none. */
  readonly number: VersionNumber | null;
  readonly fingerprint: Fingerprint;
  readonly files: readonly ListedFile[];
}

export interface Comparison {
  readonly from: Compared;
  readonly to: Compared;
  /** In reading order, without the files that are unchanged. */
  readonly changes: readonly FileChange<ListedFile>[];
  readonly summary: Summary;
}

/** One side before its files are read; `listed` are those of the draft, or none. */
type Side = Omit<Compared, 'files'> &
  (
    | { readonly snapshot: StoredSnapshot }
    | { readonly snapshot: null; readonly listed: readonly ListedFile[] }
  );

/**
 * One read for each version that is in history, one of the state if it is needed, a list of the draft only if that is
 * asked for; then one for the files of both sides. Throws `VERSION_NOT_FOUND`, `NOT_PUBLISHED`, and the errors of
 * readDraft.
 */
export async function compareVersions(
  deps: Deps,
  pipeline: Pipeline,
  { from, to }: { readonly from: Comparable; readonly to: Comparable },
): Promise<Comparison> {
  const withDraft = from === 'draft' || to === 'draft';
  const live = withDraft ? await readDraft(deps, pipeline) : null;
  const find = (wanted: Comparable) => findSide(deps, pipeline, live, wanted);
  const sides = await Promise.all([find(from), find(to)]);
  const [before, after] = await readBothSides(deps, pipeline, sides);
  const all = inReadingOrder(withRenames(changesByPath(before.files, after.files)));
  const changes = all.filter(({ change }) => change !== 'unchanged');
  return { from: before, to: after, changes, summary: summaryOf(all) };
}

async function findSide(
  deps: Deps,
  pipeline: Pipeline,
  live: LiveDraft | null,
  wanted: Comparable,
): Promise<Side> {
  if (wanted === 'draft' && live) return sideOfFiles('draft', live.files);
  if (typeof wanted === 'number') {
    const found = live
      ? await findVersion(deps, pipeline, live.state, wanted)
      : await readVersionRecord(deps, pipeline, wanted);
    return sideOfVersion('version', found);
  }
  const state = live ? live.state : await deps.versions.readState(pipeline);
  if (state?.current) return sideOfVersion('current', state.current);
  // Before the first publish runs use nothing, so every file of the draft is new.
  if (live) return sideOfFiles('current', []);
  throw notPublished(pipeline);
}

function sideOfVersion(kind: Compared['kind'], { number, fingerprint, snapshot }: VersionRecord): Side {
  return { kind, number, fingerprint, snapshot };
}

function sideOfFiles(kind: Compared['kind'], listed: readonly ListedFile[]): Side {
  return { kind, number: null, fingerprint: fingerprintOf(listed), snapshot: null, listed };
}

async function readBothSides(
  deps: Deps,
  pipeline: Pipeline,
  [from, to]: readonly [Side, Side],
): Promise<readonly [Compared, Compared]> {
  const snapshots = [from, to].flatMap(({ snapshot }) => snapshot ?? []);
  const read = await deps.versions.readSnapshots(pipeline, snapshots);
  const compared = (side: Side): Compared => {
    const { kind, number, fingerprint } = side;
    const files = side.snapshot === null ? side.listed : filesIn(read, side.snapshot);
    return { kind, number, fingerprint, files };
  };
  return [compared(from), compared(to)];
}
