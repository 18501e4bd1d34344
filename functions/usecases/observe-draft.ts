// Observe: list the draft and record its fingerprint, so that draft_dirty is the truth. The
// protocol is in docs/design.md, "Observe".
import { draftOf } from '../domain/draft.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { State } from '../domain/state.ts';
import type { Deps } from './deps.ts';

/**
 * Records the draft as it is now, or as it was seen by another that began later than this observation, and returns the
 * state with it. `read` is the state where the caller has just read it.
 *
 * Two observations never overtake each other: the condition on the revision makes the one that read first start again.
 * An empty draft is recorded too, else an older observation that still saw the files could be recorded after it.
 *
 * However many observe and publish at once, each lists twice at most. Who records a draft has read the revision before,
 * and looked at the bucket after that. So what made the revision two more than it was here has seen all that happened
 * before this observation began; what made it one more may have looked at the bucket earlier.
 */
export async function observeDraft(
  deps: Deps,
  pipeline: Pipeline,
  read?: { readonly state: State | null },
): Promise<State> {
  let state = read ? read.state : await deps.versions.readState(pipeline);
  const seenByAnother = revisionOf(state) + 2;
  for (;;) {
    const observedAt = deps.runtime.now();
    const draft = draftOf(await deps.files.listContent(pipeline), observedAt);
    const revision = revisionOf(state);
    const result = await deps.versions.update(pipeline, { draft }, { revision });
    if (result.updated) {
      return { pipeline, current: null, requests: new Map(), ...state, draft, revision: revision + 1 };
    }
    state = result.state;
    if (state !== null && state.revision >= seenByAnother) return state;
  }
}

function revisionOf(state: State | null): number {
  return state?.revision ?? 0;
}
