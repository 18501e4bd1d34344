import { isDraftDirty } from '../domain/draft.ts';
import { apiHandler } from '../http/api-handler.ts';
import { routes } from '../http/routes.ts';
import { restoreDraft } from '../usecases/restore-draft.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.restoreDraft, async ({ params: pipeline, body }) => {
  const { version: target, expected_draft: expectedDraft } = body;
  const { written, removed, state } = await restoreDraft(deps, { pipeline, target, expectedDraft });
  const draft_dirty = isDraftDirty(state.draft, state.current);
  return { status: 200, body: { restored_from: target, written, removed, draft_dirty } };
});
