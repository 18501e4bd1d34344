import { apiHandler } from '../http/api-handler.ts';
import * as operations from '../http/operations.ts';
import { presentDraft } from '../http/present-changes.ts';
import { readDraftBesideCurrent } from '../usecases/read-draft.ts';
import { deps } from './service.ts';

export const handler = apiHandler(operations.getDraft, async ({ params: pipeline }) => {
  return { status: 200, body: presentDraft(pipeline, await readDraftBesideCurrent(deps, pipeline)) };
});
