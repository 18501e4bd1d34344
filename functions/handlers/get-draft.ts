import { apiHandler } from '../http/api-handler.ts';
import { presentDraft } from '../http/present-changes.ts';
import { routes } from '../http/routes.ts';
import { readDraftBesideCurrent } from '../usecases/read-draft.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.getDraft, async ({ params: pipeline }) => {
  return { status: 200, body: presentDraft(pipeline, await readDraftBesideCurrent(deps, pipeline)) };
});
