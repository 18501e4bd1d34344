import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import * as operations from '../http/operations.ts';
import { presentRun, presentRuns } from '../http/present.ts';
import { sharedHandler } from '../http/shared-handler.ts';
import { versionReply } from '../http/version-reply.ts';
import { readVersionRecord } from '../usecases/find-version.ts';
import { readRuns } from '../usecases/read-runs.ts';
import { reportRun } from '../usecases/report-run.ts';
import { withFiles } from '../usecases/version-files.ts';
import { config, runtime, versions } from './versions.ts';

const deps = { versions, runtime };

const version = apiHandler(operations.getVersion, async ({ params, query, event }) => {
  const { version_number, ...pipeline } = params;
  const [record, noted, release] = await Promise.all([
    readVersionRecord(deps, pipeline, version_number),
    query.runs ? readRuns(deps, pipeline, version_number) : undefined,
    config.releases === null ? undefined : versions.readRelease(pipeline, version_number),
  ]);
  const notes = { release, runs: noted && presentRuns(noted) };
  return versionReply(event, pipeline, record, notes, () => withFiles(deps, pipeline, record));
});

const report = apiHandler(operations.reportRun, async ({ params: pipeline, body, event }) => {
  const { version_number, run_id: id, state, url = null } = body;
  const run = { versionNumber: version_number, id, state, url, reportedBy: callerOf(event).name };
  return { status: 200, body: { version_number, ...presentRun(await reportRun(deps, pipeline, run)) } };
});

export const handler = sharedHandler([
  [operations.getVersion, version],
  [operations.reportRun, report],
]);
