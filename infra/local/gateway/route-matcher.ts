// Finds the route of a request as API Gateway does: first the most specific path that fits, then its method.
import { pathPattern } from '../../../functions/http/match-route.ts';
import { methodsOf, type Route } from '../../../functions/http/route.ts';

export type GatewayRoute = Pick<Route, 'method' | 'path' | 'handler'>;

export interface RouteMatch {
  readonly handler: string;
  /** The path template. */
  readonly resource: string;
  /** Percent-encoded; a greedy one without the slash at its end. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The handler of requests that match no route. */
export const NO_ROUTE = 'no-route';

/** `path` and the parameters stay percent-encoded, as they were sent. */
export type MatchRoute = (method: string, path: string) => RouteMatch;

export function createRouteMatcher(routes: readonly GatewayRoute[]): MatchRoute {
  const resources = [...new Set(routes.map(({ path }) => path))]
    .toSorted((one, other) => (specificity(one) < specificity(other) ? -1 : 1))
    .map((resource) => ({ resource, pattern: pathPattern(resource) }));

  return (method, path) => {
    const found = resources.find(({ pattern }) => pattern.test(path));
    const route = routes.find(
      (candidate) =>
        candidate.path === found?.resource && methodsOf(candidate).some((known) => known === method),
    );
    if (found === undefined || route === undefined) return unmatched(path);
    const { groups } = found.pattern.exec(path) ?? {};
    return { handler: route.handler, resource: found.resource, pathParameters: parametersOf(groups) };
  };
}

/** Sorts fixed text before `{name}` before `{name+}`, segment by segment. */
function specificity(template: string): string {
  return template.replaceAll(/\{\w+\+\}/g, '\uffff').replaceAll(/\{\w+\}/g, '\ufffe');
}

/** The deployment routes every other path to the root resource or to `/{proxy+}`. */
function unmatched(path: string): RouteMatch {
  if (path === '/') return { handler: NO_ROUTE, resource: '/', pathParameters: {} };
  return { handler: NO_ROUTE, resource: '/{proxy+}', pathParameters: parametersOf({ proxy: path.slice(1) }) };
}

/** Only a greedy one can end in a slash. */
function parametersOf(groups: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, value.replace(/\/$/, '')]));
}
