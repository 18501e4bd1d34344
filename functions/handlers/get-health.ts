import { apiHandler } from '../http/api-handler.ts';
import { routes } from '../http/routes.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.getHealth, async () => {
  await Promise.all([deps.versions.check(), deps.files.check()]);
  return { status: 200, body: { status: 'ok' } };
});
