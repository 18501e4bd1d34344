import { apiHandler } from '../http/api-handler.ts';
import * as operations from '../http/operations.ts';
import { presentHealth } from '../http/present-health.ts';
import { RELEASE } from '../http/release.ts';
import { checkHealth } from '../usecases/check-health.ts';
import { deps, lifecycle } from './service.ts';

export const handler = apiHandler(operations.getHealth, async () => ({
  status: 200,
  body: presentHealth(await checkHealth({ ...deps, lifecycle }), RELEASE),
}));
