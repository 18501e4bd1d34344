import { apiHandler } from '../http/api-handler.ts';
import { toCursor } from '../http/cursor.ts';
import { presentPipelineSummary } from '../http/present.ts';
import { routes } from '../http/routes.ts';
import { readPipelines } from '../usecases/read-pipelines.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.listPipelines, async ({ query }) => {
  const { limit, cursor, draft_dirty: draftDirty, ...range } = query;
  const filter = { ...range, draftDirty, ...(cursor && { after: cursor.after }) };
  const { pipelines, next } = await readPipelines(deps, filter, limit);
  const next_cursor = next && toCursor({ after: next });
  return { status: 200, body: { pipelines: pipelines.map(presentPipelineSummary), next_cursor } };
});
