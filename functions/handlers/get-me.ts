import { apiHandler } from '../http/api-handler.ts';
import { callerOf } from '../http/caller.ts';
import * as operations from '../http/operations.ts';
import { presentLayout } from '../http/present-layout.ts';
import { wireLayout } from '../wiring/layout.ts';

wireLayout();

export const handler = apiHandler(operations.getMe, async ({ event }) => {
  const { name, subject, grants } = callerOf(event);
  return { status: 200, body: { name, subject, roles: grants, layout: presentLayout() } };
});
