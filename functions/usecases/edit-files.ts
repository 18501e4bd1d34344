// Edits of many files. S3 has no edit of several objects at once, so each is a request of its own, and any can fail.
import pMap from 'p-map';

const PARALLEL_EDITS = 32;

export interface Edited<File> {
  /** In the order of the files. */
  readonly done: readonly File[];
  /** Of the first edit that failed. */
  readonly failure: unknown;
}

export const NOTHING_EDITED: Edited<never> = { done: [], failure: undefined };

/** Once an edit fails, none begins any more. Resolves when none runs; `edit` resolves to whether it changed the file. */
export async function editFiles<File>(
  files: readonly File[],
  edit: (file: File) => Promise<boolean>,
): Promise<Edited<File>> {
  const done = new Set<File>();
  const failures: unknown[] = [];
  const editUnlessFailed = async (file: File) => {
    if (failures.length > 0) return;
    try {
      if (await edit(file)) done.add(file);
    } catch (failure) {
      failures.push(failure);
    }
  };
  await pMap(files, editUnlessFailed, { concurrency: PARALLEL_EDITS });
  return { done: files.filter((file) => done.has(file)), failure: failures[0] };
}
