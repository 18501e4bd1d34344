// Which row of the route table a path belongs to. API Gateway does this in the deployment; here for the local
// gateway, and for telling an unknown path from a known one with another method.
import { DomainError } from '../domain/errors.ts';
import { METHODS, methodsOf, type Operation } from './route.ts';

/** Whether a path, as it was sent, fits a template such as `/a/{name}/files/{path+}`. */
export function pathPattern(template: string): RegExp {
  const source = template
    .replaceAll(/[.]/g, '\\.')
    .replaceAll(/\{(\w+)\+\}/g, '(?<$1>.+)')
    .replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}$`, 's');
}

/** The refusal of a request that no route takes: 404, or 405 with the methods that the path has. */
export function noRoute(table: readonly Operation[], method: string, path: string): DomainError {
  const taken = table.filter((route) => pathPattern(route.path).test(path)).flatMap(methodsOf);
  const allow = METHODS.filter((one) => taken.includes(one));
  if (allow.length === 0) return noSuchRoute(path);
  return new DomainError('METHOD_NOT_ALLOWED', `${path} takes ${allow.join(', ')}, not ${method}.`, {
    allow,
  });
}

export function noSuchRoute(path: string): DomainError {
  return new DomainError('ROUTE_NOT_FOUND', `There is no ${path}; /api/v1/openapi.json lists what there is.`);
}
