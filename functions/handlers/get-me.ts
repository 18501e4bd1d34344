import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import { routes } from '../http/routes.ts';

export const handler = apiHandler(routes.getMe, async ({ event }) => {
  const { name, subject, grants } = callerOf(event);
  return { status: 200, body: { name, subject, roles: grants } };
});
