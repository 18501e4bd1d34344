// Which calls a role allows, as the resources of an IAM policy: the rows of the route table that the role includes.
import type { IRestApi } from 'aws-cdk-lib/aws-apigateway';
import { NAME_PATTERN } from '../../functions/domain/pipeline.ts';
import { allows, type Role } from '../../functions/domain/roles.ts';
import { methodsOf, type Route } from '../../functions/http/route.ts';
import { routeTable } from '../../functions/http/routes.ts';

export interface GrantedRoutes {
  readonly role: Role;
  /** `null`: all namespaces. */
  readonly namespace: string | null;
}

/** Throws if the namespace cannot be one: `*` in it would be all of them. */
export function arnsOf(api: IRestApi, { role, namespace }: GrantedRoutes): string[] {
  if (namespace !== null && !NAME_PATTERN.test(namespace)) {
    throw new Error(`namespace ${JSON.stringify(namespace)} cannot be one: it must match ${NAME_PATTERN}`);
  }
  const { stageName } = api.deploymentStage;
  return routeTable
    .filter((route) => allows([{ role, namespace: null }], route.role, null) && isWithin(route, namespace))
    .flatMap((route) => methodsOf(route).map((method) => ({ method, path: pathOf(route, namespace) })))
    .map(({ method, path }) => api.arnForExecuteApi(method, path, stageName));
}

/** IAM sees the path alone. A route without a namespace in it is within one only if it tells nothing of pipelines. */
function isWithin({ path, needs }: Route, namespace: string | null): boolean {
  return namespace === null || path.includes('{namespace}') || needs.table.length + needs.bucket.length === 0;
}

function pathOf({ path }: Route, namespace: string | null): string {
  return path.replaceAll(/\{(\w+)\+?\}/g, (_, name) => (name === 'namespace' ? (namespace ?? '*') : '*'));
}
