// The patches of a comparison, made from the pinned bytes of both sides as they are asked for.
import type { FileChange } from '../domain/comparison.ts';
import { MAX_PATCHED_BYTES, patchOf, textOf } from '../domain/patch.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import { isPinned, type ListedFile, type PinnedFile } from '../domain/snapshot.ts';
import type { Deps } from './deps.ts';
import { comparedFilesMissing } from './pinned-files.ts';

/** Why there is no patch: bytes that are no text, or one of the limits; `unversioned`: bytes that nothing pins. */
export const OMISSIONS = ['binary', 'too_large', 'too_different', 'unversioned', 'out_of_time'] as const;
export type Omission = (typeof OMISSIONS)[number];

export type Patched = { readonly patch: string } | { readonly omitted: Omission };

/** Files that are read side by side, and that are in memory at a time: two of 256 KB each. */
const BATCH = 16;

/** Half of what a request may take, so that whatever has been made can still be sent. */
const TIME_MS = 14_000;

type Change = FileChange<ListedFile>;

/**
 * One for each change, in their order, each read when its turn comes; a caller that has enough just stops. Throws
 * `PINNED_FILES_MISSING` when it comes to a file whose pinned bytes are gone.
 */
export async function* readPatches(
  deps: Deps,
  pipeline: Pipeline,
  changes: readonly Change[],
): AsyncGenerator<Patched> {
  const deadline = deps.runtime.now().getTime() + TIME_MS;
  for (let start = 0; start < changes.length; start += BATCH) {
    const batch = changes.slice(start, start + BATCH);
    const isLate = () => deps.runtime.now().getTime() >= deadline;
    const read = isLate() ? [] : await readBoth(deps, pipeline, batch);
    for (const [index, change] of batch.entries()) {
      const sides = read[index];
      yield sides === undefined || isLate() ? { omitted: 'out_of_time' } : patched(change, sides);
    }
  }
}

type Bytes = Uint8Array | Omission;
type Sides = readonly [before: Bytes, after: Bytes];

async function readBoth(deps: Deps, pipeline: Pipeline, batch: readonly Change[]): Promise<readonly Sides[]> {
  const missing: PinnedFile[] = [];
  const read = async (file: ListedFile | null): Promise<Bytes> => {
    if (file === null) return new Uint8Array();
    if (!isPinned(file)) return 'unversioned';
    const stored = await deps.files.read(pipeline, file, MAX_PATCHED_BYTES);
    if (stored === null) missing.push(file);
    return stored?.bytes ?? 'too_large';
  };
  const sides = await Promise.all(
    batch.map(async ({ change, from, to }): Promise<Sides> => {
      if (change === 'renamed') return [new Uint8Array(), new Uint8Array()];
      if (isTooLarge(from) || isTooLarge(to)) return ['too_large', 'too_large'];
      return Promise.all([read(from), read(to)]);
    }),
  );
  if (missing.length > 0) throw comparedFilesMissing(pipeline, missing);
  return sides;
}

function isTooLarge(file: ListedFile | null): boolean {
  return file !== null && file.size > MAX_PATCHED_BYTES;
}

function patched(change: Change, [before, after]: Sides): Patched {
  if (typeof before === 'string') return { omitted: before };
  if (typeof after === 'string') return { omitted: after };
  const [old, recent] = [textOf(before), textOf(after)];
  if (old === null || recent === null) return { omitted: 'binary' };
  const patch = patchOf(change, old, recent);
  return patch === null ? { omitted: 'too_different' } : { patch };
}
