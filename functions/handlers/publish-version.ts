import { apiHandler } from '../http/api-handler.ts';
import { authorOf } from '../http/caller.ts';
import { outcomeReply } from '../http/outcome-reply.ts';
import { requestKeyOf } from '../http/request-key.ts';
import { routes } from '../http/routes.ts';
import { publishVersion } from '../usecases/publish-version.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.publishVersion, async (request) => {
  const { params: pipeline, body, event } = request;
  const outcome = await publishVersion(deps, {
    pipeline,
    message: body.message,
    ...authorOf(event),
    expectedVersion: body.expected_version,
    expectedDraft: body.expected_draft,
    skipUnchanged: body.skip_unchanged,
    request: requestKeyOf(routes.publishVersion, request),
  });
  return outcomeReply(pipeline, outcome, 'versions');
});
