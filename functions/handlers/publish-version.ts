import { apiHandler } from '../http/api-handler.ts';
import { authorOf } from '../http/caller.ts';
import * as operations from '../http/operations.ts';
import { outcomeReply } from '../http/outcome-reply.ts';
import { requestKeyOf } from '../http/request-key.ts';
import { sharedHandler } from '../http/shared-handler.ts';
import { publishVersion } from '../usecases/publish-version.ts';
import { deps } from './checked-service.ts';

function publishBy(
  route: typeof operations.publishVersion | typeof operations.publishDespiteFreeze,
  { overridesFreeze, versions }: { readonly overridesFreeze: boolean; readonly versions: string },
) {
  return apiHandler(route, async (request) => {
    const { params: pipeline, body, event } = request;
    const outcome = await publishVersion(deps, {
      pipeline,
      message: body.message,
      ...authorOf(event),
      expectedVersion: body.expected_version,
      expectedDraft: body.expected_draft,
      skipUnchanged: body.skip_unchanged,
      allowFailedChecks: body.allow_failed_checks,
      overridesFreeze,
      request: requestKeyOf(route, request),
    });
    return outcomeReply(pipeline, outcome, versions);
  });
}

const { publishVersion: publish, publishDespiteFreeze: override } = operations;

export const handler = sharedHandler([
  [publish, publishBy(publish, { overridesFreeze: false, versions: 'versions' })],
  [override, publishBy(override, { overridesFreeze: true, versions: '../versions' })],
]);
