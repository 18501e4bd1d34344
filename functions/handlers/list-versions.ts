import { apiHandler } from '../http/api-handler.ts';
import * as operations from '../http/operations.ts';
import { presentVersion, presentVersionSummary } from '../http/present.ts';
import { fileHistoryReply, versionListReply } from '../http/version-list-reply.ts';
import { readFileHistory } from '../usecases/read-file-history.ts';
import { readVersionRecords, readVersions } from '../usecases/read-versions.ts';
import { deps } from './service.ts';

export const handler = apiHandler(operations.listVersions, async ({ params: pipeline, query }) => {
  const { limit, cursor, fields, at, runs, path } = query;
  const range = { below: cursor?.below, at, expected: limit, runs };
  if (path !== undefined) {
    const present = fields === 'summary' ? presentVersionSummary : presentVersion;
    const history = await readFileHistory(deps, pipeline, path, range);
    return fileHistoryReply(history, limit, (version) => present(pipeline, version));
  }
  if (fields === 'summary') {
    const history = await readVersionRecords(deps, pipeline, range);
    return versionListReply(history, limit, (version) => presentVersionSummary(pipeline, version));
  }
  const history = await readVersions(deps, pipeline, range);
  return versionListReply(history, limit, (version) => presentVersion(pipeline, version));
});
