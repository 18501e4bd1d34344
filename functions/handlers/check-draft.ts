import { shownReport } from '../domain/checks/report.ts';
import { apiHandler } from '../http/api-handler.ts';
import * as operations from '../http/operations.ts';
import { checkDraft } from '../usecases/check-draft.ts';
import { checkVersion } from '../usecases/check-version.ts';
import { deps } from './service.ts';

export const handler = apiHandler(operations.checkDraft, async ({ params: pipeline, query: { version } }) => {
  const checking = version === undefined ? checkDraft(deps, pipeline) : checkVersion(deps, pipeline, version);
  return { status: 200, body: shownReport(await checking) };
});
