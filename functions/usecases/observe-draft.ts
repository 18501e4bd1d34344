// Observe: list the draft and record its fingerprint, so that draft_dirty is the truth. DESIGN.md §7 has the protocol.
import { draftOf } from '../domain/draft.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { State } from '../domain/state.ts';
import { observationUnavailable, startAttempts } from './attempts.ts';
import type { Deps } from './deps.ts';

/**
 * Records the draft as it is now, and returns the state with it. Two observations never overtake each other: the
 * condition on the revision makes the one that read first start again. An empty draft is recorded too, else an older
 * observation that still saw the files could be recorded after it.
 */
export async function observeDraft(deps: Deps, pipeline: Pipeline): Promise<State> {
  const attempts = startAttempts(deps.runtime, () => observationUnavailable(pipeline));
  for (;;) {
    const state = await deps.versions.readState(pipeline);
    const observedAt = deps.runtime.now();
    const draft = draftOf(await deps.files.listContent(pipeline), observedAt);
    const revision = state?.revision ?? 0;
    const result = await deps.versions.update(pipeline, { draft }, { revision });
    if (result.updated) {
      return { pipeline, current: null, requests: new Map(), ...state, draft, revision: revision + 1 };
    }
    await attempts.again();
  }
}
