// The patches that fit into one answer, and the reason given in place of each of the others.
import { OMISSIONS, type Patched } from '../usecases/read-patches.ts';
import { bytesInAnswer, MAX_PAGE_BYTES } from './page.ts';

export const PATCH_OMISSIONS = [...OMISSIONS, 'answer_full'] as const;

/** As JSON within JSON. */
const MAX_PATCH_BYTES = 2 * 1024 * 1024;

/** How many bytes of patches there is room for beside `rest`, the answer without any. */
export function roomForPatches(rest: unknown): number {
  return Math.min(MAX_PATCH_BYTES, MAX_PAGE_BYTES - bytesInAnswer(rest));
}

/** Takes patches in their order until one does not fit. */
export async function takePatches(
  patches: AsyncIterable<Patched>,
  maxBytes: number,
): Promise<readonly Patched[]> {
  const taken: Patched[] = [];
  let bytes = 0;
  for await (const patched of patches) {
    bytes += 'patch' in patched ? bytesInAnswer(patched.patch) : 0;
    if (bytes > maxBytes) return taken;
    taken.push(patched);
  }
  return taken;
}

/** The patch of a change, or why it has none. */
export function presentPatch(patched: Patched | undefined) {
  if (patched === undefined) return { patch_omitted: 'answer_full' };
  return 'patch' in patched ? patched : { patch_omitted: patched.omitted };
}
