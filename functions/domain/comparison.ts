// What differs between two sets of files, by content (ETag and size): a file that was only saved again is unchanged.
import { type DraftFile, sortByPath } from './snapshot.ts';

export const CHANGES = ['added', 'modified', 'removed', 'renamed', 'unchanged'] as const;
export type Change = (typeof CHANGES)[number];

export interface FileChange<F extends DraftFile> {
  /** Where the file is now, or was, if it is removed. */
  readonly path: string;
  readonly change: Change;
  /** `null` if added. A renamed file has another path here than in `to`. */
  readonly from: F | null;
  /** `null` if removed. */
  readonly to: F | null;
}

/** Every path of either side once, sorted. A file with another path is another file. */
export function changesByPath<F extends DraftFile>(
  from: readonly F[],
  to: readonly F[],
): readonly FileChange<F>[] {
  const before = new Map(from.map((file) => [file.path, file]));
  const after = new Map(to.map((file) => [file.path, file]));
  const changed = [...after.values()].map((file) => changeOf(file.path, before.get(file.path), file));
  const removed = from.filter(({ path }) => !after.has(path));
  return sortByPath([...changed, ...removed.map((file) => changeOf(file.path, file, undefined))]);
}

function changeOf<F extends DraftFile>(path: string, from: F | undefined, to: F | undefined): FileChange<F> {
  const sides = { path, from: from ?? null, to: to ?? null };
  if (from === undefined) return { ...sides, change: 'added' };
  if (to === undefined) return { ...sides, change: 'removed' };
  return { ...sides, change: contentOf(from) === contentOf(to) ? 'unchanged' : 'modified' };
}

/**
 * The same with a removed and an added file of equal content as one that was renamed. Of several that could be paired,
 * those with the same file name are, then the others, both in the order of their paths: the same pairs in both
 * directions, whatever order the files came in.
 */
export function withRenames<F extends DraftFile>(
  changes: readonly FileChange<F>[],
): readonly FileChange<F>[] {
  const sameName = (file: F) => JSON.stringify([contentOf(file), nameOf(file)]);
  const first = pairUp(sortByPath(changes), sameName);
  const second = pairUp(first.rest, contentOf);
  return sortByPath([...first.renamed, ...second.renamed, ...second.rest]);
}

function pairUp<F extends DraftFile>(changes: readonly FileChange<F>[], likeness: (file: F) => string) {
  const removed = Map.groupBy(only(changes, 'removed'), ({ from }) => from && likeness(from));
  const renamed: FileChange<F>[] = [];
  const paired = new Set<FileChange<F>>();
  for (const added of only(changes, 'added')) {
    const origin = removed.get(added.to && likeness(added.to))?.shift();
    if (origin === undefined) continue;
    renamed.push({ ...added, change: 'renamed', from: origin.from });
    paired.add(added).add(origin);
  }
  return { renamed, rest: changes.filter((change) => !paired.has(change)) };
}

export type Summary = Readonly<Record<Change, number>>;

/** How many files there are of each kind of change. */
export function summaryOf(changes: readonly FileChange<DraftFile>[]): Summary {
  const counts = CHANGES.map((change) => [change, only(changes, change).length]);
  return Object.fromEntries(counts) as Summary;
}

function only<F extends DraftFile>(changes: readonly FileChange<F>[], wanted: Change) {
  return changes.filter(({ change }) => change === wanted);
}

function contentOf({ etag, size }: DraftFile): string {
  return JSON.stringify([etag, size]);
}

function nameOf({ path }: DraftFile): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
