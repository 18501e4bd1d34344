// Observe: list the draft and record its fingerprint, so that draft_dirty is the truth. The
// protocol is in docs/design.md, "Observe".
import { draftOf } from '../domain/draft.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { State } from '../domain/state.ts';
import type { Deps } from './deps.ts';

/**
 * Records the draft as it is now and returns the state with it; or, where another observer or publisher has recorded a
 * later look at the bucket, returns that state. `read` is the state where the caller has just read it. An empty draft
 * is recorded too, else an older observation that still saw files could be recorded after it.
 *
 * Two observations never overtake each other, and each lists twice at most:
 * 1. Writers read revision r, list, and write r + 1 on the condition that it is still r.
 * 2. At r + 2 or more the last writer listed after we started, so its result covers ours.
 * 3. At r + 1 it may have listed earlier: list again.
 */
export async function observeDraft(
  deps: Deps,
  pipeline: Pipeline,
  read?: { readonly state: State | null },
): Promise<State> {
  let state = read ? read.state : await deps.versions.readState(pipeline);
  const coversUs = revisionOf(state) + 2;
  for (;;) {
    const observedAt = deps.runtime.now();
    const draft = draftOf(await deps.files.listContent(pipeline), observedAt);
    const revision = revisionOf(state);
    const result = await deps.versions.update(pipeline, { draft }, { revision });
    if (result.updated) {
      return { pipeline, current: null, freeze: null, ...state, draft, revision: revision + 1 };
    }
    state = result.state;
    if (state !== null && state.revision >= coversUs) return state;
  }
}

function revisionOf(state: State | null): number {
  return state?.revision ?? 0;
}
