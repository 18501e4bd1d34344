import { apiHandler } from '../http/api-handler.ts';
import { authorOf } from '../http/caller.ts';
import { outcomeReply } from '../http/outcome-reply.ts';
import { requestKeyOf } from '../http/request-key.ts';
import { routes } from '../http/routes.ts';
import { rollbackVersion } from '../usecases/rollback-version.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.rollbackVersion, async (request) => {
  const { params, body, event } = request;
  const { version_number: target, ...pipeline } = params;
  const outcome = await rollbackVersion(deps, {
    pipeline,
    target,
    message: body.message,
    ...authorOf(event),
    expectedVersion: body.expected_version,
    request: requestKeyOf(routes.rollbackVersion, request),
  });
  return outcomeReply(pipeline, outcome, '..');
});
