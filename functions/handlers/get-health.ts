import { apiHandler } from '../http/api-handler.ts';
import { routes } from '../http/routes.ts';
import { checkHealth } from '../usecases/check-health.ts';
import { deps } from './service.ts';

export const handler = apiHandler(routes.getHealth, async () => ({
  status: 200,
  body: await checkHealth(deps),
}));
