import { apiHandler } from '../http/api-handler.ts';
import { authorOf } from '../http/caller.ts';
import * as operations from '../http/operations.ts';
import { outcomeReply } from '../http/outcome-reply.ts';
import { requestKeyOf } from '../http/request-key.ts';
import { sharedHandler } from '../http/shared-handler.ts';
import { rollbackVersion } from '../usecases/rollback-version.ts';
import { deps } from './checked-service.ts';

function rollBackBy(
  route: typeof operations.rollbackVersion | typeof operations.rollbackDespiteFreeze,
  { overridesFreeze, versions }: { readonly overridesFreeze: boolean; readonly versions: string },
) {
  return apiHandler(route, async (request) => {
    const { params, body, event } = request;
    const { version_number: target, ...pipeline } = params;
    const outcome = await rollbackVersion(deps, {
      pipeline,
      target,
      message: body.message,
      ...authorOf(event),
      expectedVersion: body.expected_version,
      allowFailedChecks: body.allow_failed_checks,
      overridesFreeze,
      request: requestKeyOf(route, request),
    });
    return outcomeReply(pipeline, outcome, versions);
  });
}

const { rollbackVersion: rollBack, rollbackDespiteFreeze: override } = operations;

export const handler = sharedHandler([
  [rollBack, rollBackBy(rollBack, { overridesFreeze: false, versions: '..' })],
  [override, rollBackBy(override, { overridesFreeze: true, versions: '../..' })],
]);
