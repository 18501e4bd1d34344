import { apiHandler } from '../http/api-handler.ts';
import { linkedManifestReply } from '../http/manifest-reply.ts';
import * as operations from '../http/operations.ts';
import { presentManifest } from '../http/present.ts';
import { assertDraftRuns, pinDraft } from '../usecases/pin-draft.ts';
import { deps } from './service.ts';
import { bucketName, draftRuns } from './versions.ts';

export const handler = apiHandler(operations.getDraftManifest, async ({ params: pipeline, query }) => {
  assertDraftRuns(pipeline, draftRuns);
  const draft = { ...(await pinDraft(deps, pipeline)), source: null, number: null };
  return query.presign
    ? linkedManifestReply(pipeline, draft, bucketName, deps.files.presign)
    : { status: 200, body: await presentManifest(pipeline, draft, bucketName) };
});
