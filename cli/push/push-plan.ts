// What has to be done for the draft to become what is in a directory.
import pMap from 'p-map';
import type { Draft } from '../../client/types.ts';
import { foldersOf } from '../folders-of.ts';
import type { LocalFile } from './local-draft.ts';

export type DraftFile = Draft['files'][number];

export interface PlannedEdit {
  readonly path: string;
  readonly change: 'added' | 'modified' | 'removed';
  /** Of the file that is there now: who overwrites it must have seen it. `null` if there is none. */
  readonly etag: string | null;
}

export interface PushPlan {
  /**
   * One phase after the other: removals of what is in an upload's way, uploads, then the other removals, so that at no
   * time a renamed file is in neither place.
   */
  readonly phases: readonly (readonly PlannedEdit[])[];
  readonly unchanged: number;
}

const PARALLEL_READS = 8;

/**
 * `removable` are the files of the draft that go unless the directory has them. `isSame` is asked about files of equal
 * size whose ETag is not the MD5 of the local one.
 */
export async function planPush(
  local: readonly LocalFile[],
  draft: readonly DraftFile[],
  removable: readonly DraftFile[],
  isSame: (file: LocalFile) => Promise<boolean>,
): Promise<PushPlan> {
  const there = new Map(draft.map((file) => [file.path, file]));
  const planOne = async (file: LocalFile): Promise<PlannedEdit | null> => {
    const { path, size, md5 } = file;
    const twin = there.get(path);
    if (twin === undefined) return { path, change: 'added', etag: null };
    // Saved while the bucket was not versioned: it can be published only once it has a version.
    const isPinnable = twin.version_id !== null;
    if (isPinnable && (twin.etag === md5 || (twin.size === size && (await isSame(file))))) return null;
    return { path, change: 'modified', etag: twin.etag };
  };
  const planned = await pMap(local, planOne, { concurrency: PARALLEL_READS });
  const uploads = planned.filter((edit) => edit !== null);

  const kept = new Set(local.map(({ path }) => path));
  const removals = removable
    .filter(({ path }) => !kept.has(path))
    .map(({ path, etag }) => ({ path, change: 'removed', etag }) as const);
  const [first, last] = splitRemovals(removals, uploads);
  return { phases: [first, uploads, last], unchanged: local.length - uploads.length };
}

/** Those that stand in the way of an upload, and the others. */
function splitRemovals(removals: readonly PlannedEdit[], uploads: readonly PlannedEdit[]) {
  const pathsOf = (edits: readonly PlannedEdit[]) => edits.map(({ path }) => path);
  const inTheWay = new Set(conflicts(pathsOf(uploads), pathsOf(removals)).map(([, path]) => path));
  return [
    removals.filter(({ path }) => inTheWay.has(path)),
    removals.filter(({ path }) => !inTheWay.has(path)),
  ] as const;
}

/** Pairs of which no file system can hold both, since one is a folder of the other: one path of each list. */
export function conflicts(
  some: readonly string[],
  others: readonly string[],
): readonly (readonly [string, string])[] {
  const below = (paths: readonly string[], tops: readonly string[]) => {
    const set = new Set(tops);
    return paths.flatMap((path) =>
      foldersOf(path).flatMap((top) => (set.has(top) ? [[path, top] as const] : [])),
    );
  };
  return [...below(some, others), ...below(others, some).map(([path, top]) => [top, path] as const)];
}
