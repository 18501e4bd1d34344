import { isDraftDirty } from '../domain/draft.ts';
import { apiHandler } from '../http/api-handler.ts';
import * as operations from '../http/operations.ts';
import { sharedHandler } from '../http/shared-handler.ts';
import { restoreDraft } from '../usecases/restore-draft.ts';
import { deps } from './service.ts';

function restoreBy(
  route: typeof operations.restoreDraft | typeof operations.restoreDespiteFreeze,
  overridesFreeze: boolean,
) {
  return apiHandler(route, async ({ params: pipeline, body }) => {
    const { version: target, expected_draft: expectedDraft } = body;
    const input = { pipeline, target, expectedDraft, overridesFreeze };
    const { written, removed, state } = await restoreDraft(deps, input);
    const draft_dirty = isDraftDirty(state.draft, state.current);
    return { status: 200, body: { restored_from: target, written, removed, draft_dirty } };
  });
}

const { restoreDraft: restore, restoreDespiteFreeze: override } = operations;

export const handler = sharedHandler([
  [restore, restoreBy(restore, false)],
  [override, restoreBy(override, true)],
]);
