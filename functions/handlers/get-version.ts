import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import { immutableReply, revalidatedReply } from '../http/kept-reply.ts';
import * as operations from '../http/operations.ts';
import { presentRun, presentRuns, presentVersion } from '../http/present.ts';
import { sharedHandler } from '../http/shared-handler.ts';
import { readVersionRecord } from '../usecases/find-version.ts';
import { readRuns } from '../usecases/read-runs.ts';
import { reportRun } from '../usecases/report-run.ts';
import { withFiles } from '../usecases/version-files.ts';
import { runtime, versions } from './versions.ts';

const deps = { versions, runtime };

const version = apiHandler(operations.getVersion, async ({ params, query, event }) => {
  const { version_number, ...pipeline } = params;
  const [record, noted] = await Promise.all([
    readVersionRecord(deps, pipeline, version_number),
    query.runs ? readRuns(deps, pipeline, version_number) : null,
  ]);
  const body = async () => presentVersion(pipeline, await withFiles(deps, pipeline, record));
  if (noted === null) return immutableReply(event, record.id, body);
  const runs = presentRuns(noted);
  return revalidatedReply(event, [record.id, runs], async () => ({ ...(await body()), runs }));
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
