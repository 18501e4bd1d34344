import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import { presentLayout } from '../http/present-layout.ts';
import { routes } from '../http/routes.ts';
import { wireLayout } from '../wiring/layout.ts';

wireLayout();

export const handler = apiHandler(routes.getMe, async ({ event }) => {
  const { name, subject, grants } = callerOf(event);
  return { status: 200, body: { name, subject, roles: grants, layout: presentLayout() } };
});
