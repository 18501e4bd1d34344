// Compare: the files that differ between two versions, or between a version and the draft, by content.
import {
  changesByPath,
  type FileChange,
  type Summary,
  summaryOf,
  withRenames,
} from '../domain/comparison.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import { type Fingerprint, fingerprintOf, inReadingOrder, type ListedFile } from '../domain/snapshot.ts';
import type { State } from '../domain/state.ts';
import type { VersionNumber } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import { findVersion } from './find-version.ts';
import { readDraft } from './read-draft.ts';
import { notPublished } from './read-published.ts';

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

/**
 * One read of the state, one of each version that is in history, and a list of the draft only if it is asked for.
 * Throws `VERSION_NOT_FOUND`, `NOT_PUBLISHED`, and the errors of readDraft.
 */
export async function compareVersions(
  deps: Deps,
  pipeline: Pipeline,
  { from, to }: { readonly from: Comparable; readonly to: Comparable },
): Promise<Comparison> {
  const withDraft = from === 'draft' || to === 'draft';
  const { state, files: draft } = withDraft
    ? await readDraft(deps, pipeline)
    : { state: await deps.versions.readState(pipeline), files: null };
  const find = (wanted: Comparable) => findCompared(deps, pipeline, { state, draft }, wanted);
  const [before, after] = await Promise.all([find(from), find(to)]);
  const all = inReadingOrder(withRenames(changesByPath(before.files, after.files)));
  const changes = all.filter(({ change }) => change !== 'unchanged');
  return { from: before, to: after, changes, summary: summaryOf(all) };
}

interface Read {
  readonly state: State | null;
  readonly draft: readonly ListedFile[] | null;
}

async function findCompared(
  deps: Deps,
  pipeline: Pipeline,
  { state, draft }: Read,
  wanted: Comparable,
): Promise<Compared> {
  if (wanted === 'draft' && draft) return compared('draft', null, draft);
  if (typeof wanted === 'number') {
    const { number, files } = await findVersion(deps, pipeline, state, wanted);
    return compared('version', number, files);
  }
  if (state?.current) return compared('current', state.current.number, state.current.files);
  // Before the first publish runs use nothing, so every file of the draft is new.
  if (draft) return compared('current', null, []);
  throw notPublished(pipeline);
}

function compared(
  kind: Compared['kind'],
  number: VersionNumber | null,
  files: readonly ListedFile[],
): Compared {
  return { kind, number, fingerprint: fingerprintOf(files), files };
}
