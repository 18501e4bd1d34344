import { apiHandler } from '../http/api-handler.ts';
import { manifestReply } from '../http/manifest-reply.ts';
import { routes } from '../http/routes.ts';
import { assertDraftRuns, pinDraft } from '../usecases/pin-draft.ts';
import { bucketName, deps, draftRuns } from './service.ts';

export const handler = apiHandler(routes.getDraftManifest, async ({ params: pipeline, query }) => {
  assertDraftRuns(pipeline, draftRuns);
  const draft = { ...(await pinDraft(deps, pipeline)), number: null };
  return manifestReply(pipeline, draft, bucketName, query.presign ? deps.files.presign : null);
});
