// What has to be done for the draft to become what is in a directory.
import pMap from 'p-map';
import type { Draft } from '../../client/types.ts';
import type { LocalFile } from './local-draft.ts';

type DraftFile = Draft['files'][number];

export interface PlannedEdit {
  readonly path: string;
  readonly change: 'added' | 'modified' | 'removed';
  /** Of the file that is there now: who overwrites it must have seen it. `null` if there is none. */
  readonly etag: string | null;
}

export interface PushPlan {
  /** Uploads first: at no time is a renamed file in neither place. */
  readonly edits: readonly PlannedEdit[];
  readonly unchanged: number;
}

const PARALLEL_READS = 8;

/** `isSame` is asked about files of equal size whose ETag is not the MD5 of the local one. */
export async function planPush(
  local: readonly LocalFile[],
  draft: readonly DraftFile[],
  removeOthers: boolean,
  isSame: (file: LocalFile) => Promise<boolean>,
): Promise<PushPlan> {
  const there = new Map(draft.filter(({ change }) => change !== 'removed').map((file) => [file.path, file]));
  const planOne = async (file: LocalFile): Promise<PlannedEdit | null> => {
    const { path, size, md5 } = file;
    const twin = there.get(path);
    if (twin === undefined) return { path, change: 'added', etag: null };
    if (twin.etag === md5 || (twin.size === size && (await isSame(file)))) return null;
    return { path, change: 'modified', etag: twin.etag };
  };
  const planned = await pMap(local, planOne, { concurrency: PARALLEL_READS });
  const uploads = planned.filter((edit) => edit !== null);

  const kept = new Set(local.map(({ path }) => path));
  const others = removeOthers ? [...there.values()].filter(({ path }) => !kept.has(path)) : [];
  const removals = others.map(({ path, etag }) => ({ path, change: 'removed', etag }) as const);
  return { edits: [...uploads, ...removals], unchanged: local.length - uploads.length };
}
