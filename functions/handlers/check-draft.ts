import { shownReport } from '../domain/checks/report.ts';
import { apiHandler } from '../http/api-handler.ts';
import { routes } from '../http/routes.ts';
import { checkDraft } from '../usecases/check-draft.ts';
import { checkVersion } from '../usecases/check-version.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.checkDraft, async ({ params: pipeline, query: { version } }) => {
  const checking = version === undefined ? checkDraft(deps, pipeline) : checkVersion(deps, pipeline, version);
  return { status: 200, body: shownReport(await checking) };
});
