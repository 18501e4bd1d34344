import { shownReport } from '../domain/checks/report.ts';
import { apiHandler } from '../http/api-handler.ts';
import { routes } from '../http/routes.ts';
import { checkDraft } from '../usecases/check-draft.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.checkDraft, async ({ params: pipeline }) => {
  return { status: 200, body: shownReport(await checkDraft(deps, pipeline)) };
});
