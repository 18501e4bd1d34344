import service from '../../package.json' with { type: 'json' };
import { apiHandler } from '../http/api-handler.ts';
import { presentHealth } from '../http/present-health.ts';
import { routes } from '../http/routes.ts';
import { checkHealth } from '../usecases/check-health.ts';
import { deps, lifecycle } from './service.ts';

export const handler = apiHandler(routes.getHealth, async () => ({
  status: 200,
  body: presentHealth(await checkHealth({ ...deps, lifecycle }), service.version),
}));
