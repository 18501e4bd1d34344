// How many patches one answer carries, and what stands in place of the others.
import { OMISSIONS, type Patched } from '../usecases/read-patches.ts';
import { bytesInAnswer } from './page.ts';

export const PATCH_OMISSIONS = [...OMISSIONS, 'answer_full'] as const;

/** Beside all files of the two largest versions (2.8 MB) there is room for it in 6 MB. Counted as it stands there. */
export const MAX_PATCH_BYTES = 2 * 1024 * 1024;

/** From the first up to one that does not fit any more; that one and the rest are not taken. */
export async function takePatches(
  patches: AsyncIterable<Patched>,
  maxBytes = MAX_PATCH_BYTES,
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

/** The fields of a file's change; of one that was not taken, too. */
export function presentPatch(patched: Patched | undefined) {
  if (patched === undefined) return { patch_omitted: 'answer_full' };
  return 'patch' in patched ? patched : { patch_omitted: patched.omitted };
}
