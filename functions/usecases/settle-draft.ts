// Two equal lists in a row: the proof that the draft stood so at one instant (docs/design.md, "Publish").
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { type ListedFile, type PinnedFile, sameListing } from '../domain/snapshot.ts';
import type { Listing } from '../ports/draft-files.ts';
import type { Deps } from './deps.ts';
import { assertNotTooMany } from './publishable.ts';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 800;

export interface SettledDraft {
  readonly files: readonly ListedFile[];
  /** An instant at which the draft stood so. */
  readonly at: Date;
}

export interface Settling {
  /** The version IDs of the current version's files, asked for only if a list needs them. */
  readonly known: () => Promise<readonly PinnedFile[]>;
  readonly first: Listing | null;
  /** The milliseconds that are left for it. */
  readonly left: () => number;
}

/**
 * Lists until a list equals the one before. While lists differ it waits, longer each time, and then lists twice in a
 * row: an edit during the pause does no harm, one between two lists does. Throws `DRAFT_CHANGING` when no time is
 * left, and `DRAFT_TOO_LARGE`.
 */
export async function settleDraft(
  deps: Deps,
  pipeline: Pipeline,
  { known, first, left }: Settling,
): Promise<SettledDraft> {
  const { now, pause, random } = deps.runtime;
  const began = now().getTime();
  let previous = first;
  let lists = 1;

  async function listAgain(): Promise<SettledDraft | null> {
    assertNotTooMany(pipeline, previous);
    const at = now();
    const next = await deps.files.listDraft(pipeline, { known, previous });
    lists += 1;
    const before = previous;
    previous = next;
    if (before === null || next === null) return null;
    return sameListing(before, next) ? { files: next.files, at } : null;
  }

  let settled = await listAgain();
  for (let longest = FIRST_PAUSE_MS; settled === null; longest = Math.min(2 * longest, LONGEST_PAUSE_MS)) {
    const milliseconds = longest * (0.5 + random() / 2);
    if (left() < milliseconds) throw draftChanging(pipeline, lists, now().getTime() - began);
    await pause(milliseconds);
    settled = (await listAgain()) ?? (await listAgain());
  }
  return settled;
}

export function draftChanging(pipeline: Pipeline, lists: number, milliseconds: number): DomainError {
  const seconds = (milliseconds / 1000).toFixed(1);
  return new DomainError(
    'DRAFT_CHANGING',
    `The files of ${displayName(pipeline)} kept changing for ${seconds} s, in which they were listed ${lists} times; nothing was stored, try again when they hold still.`,
    { lists, tried_ms: milliseconds },
  );
}
