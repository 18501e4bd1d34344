// Which function of the stack a row of the route table leads to: rows of one handler share one, named after the first.
import type { Route } from '../../../functions/http/route.ts';
import { routeTable } from '../../../functions/http/routes.ts';

/** The rows that functions are named after. */
export const namingRoutes: readonly Route[] = routeTable.filter(
  ({ handler }, index) => routeTable.findIndex((route) => route.handler === handler) === index,
);

/** How the logical ID of the row's function begins. */
export function functionOf({ handler }: Route): string {
  const naming = namingRoutes.find((route) => route.handler === handler);
  return `Api${naming?.operationId}Function`;
}
