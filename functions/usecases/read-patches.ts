// The patches of a comparison, made from the pinned bytes of both sides as they are asked for.
import type { FileChange } from '../domain/comparison.ts';
import { MAX_PATCHED_BYTES, MAX_STEPS, patchOf, type StepBudget, textOf } from '../domain/patch.ts';
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

/** About half of what a request may take, so that the patches made so far can still be sent. Only a slow S3 takes that long. */
const TIME_MS = 14_000;

/** For all files of one request, in their order. */
export interface PatchLimits {
  /** As domain/patch.ts counts them. */
  readonly steps: number;
  /** Of both sides of all files that are read. */
  readonly bytes: number;
}

type Change = FileChange<ListedFile>;

/**
 * One for each change, in their order, each read when its turn comes; a caller that has enough just stops. Throws
 * `PINNED_FILES_MISSING` when it comes to a file whose pinned bytes are gone.
 */
export const readPatches = readPatchesWithin({ steps: 2 * MAX_STEPS, bytes: 64 * 1024 * 1024 });

export function readPatchesWithin(limits: PatchLimits) {
  return async function* (
    deps: Deps,
    pipeline: Pipeline,
    changes: readonly Change[],
  ): AsyncGenerator<Patched> {
    const deadline = deps.runtime.now().getTime() + TIME_MS;
    const budget = { left: limits.steps };
    let bytesLeft = limits.bytes;
    const isSpent = () => budget.left <= 0 || bytesLeft <= 0 || deps.runtime.now().getTime() >= deadline;
    for (let start = 0; start < changes.length; start += BATCH) {
      const batch = changes.slice(start, start + BATCH);
      const read = isSpent() ? [] : await readBoth(deps, pipeline, batch);
      for (const [index, change] of batch.entries()) {
        const sides = read[index];
        yield sides === undefined || isSpent() ? OUT_OF_TIME : patched(change, sides, budget);
        bytesLeft -= bytesOf(sides);
      }
    }
  };
}

const OUT_OF_TIME = { omitted: 'out_of_time' } as const;

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

function bytesOf(sides: readonly Bytes[] = []): number {
  return sides.reduce((sum, side) => sum + (typeof side === 'string' ? 0 : side.length), 0);
}

function patched(change: Change, [before, after]: Sides, budget: StepBudget): Patched {
  if (typeof before === 'string') return { omitted: before };
  if (typeof after === 'string') return { omitted: after };
  const [old, recent] = [textOf(before), textOf(after)];
  if (old === null || recent === null) return { omitted: 'binary' };
  const patch = patchOf(change, old, recent, budget);
  if (patch !== null) return { patch };
  return budget.left > 0 ? { omitted: 'too_different' } : OUT_OF_TIME;
}
