// Whether a caller with a token may send a request, by the rows of the route table. The authorizer of a deployment asks
// (infra/aws/authorizer/), for Cognito and other issuers alike.
import { NAME_PATTERN } from '../domain/pipeline.ts';
import { allows, type Grant, type Role } from '../domain/roles.ts';
import { methodsOf, type Route } from './route.ts';

export interface AskedRoute {
  readonly method: string;
  /** The template that the path fits, as the route table writes it. */
  readonly template: string;
  readonly namespace: string | null;
}

/** What the request takes. One that no row takes is answered 404 or 405, to those who may read anything at all. */
export function roleFor(
  table: readonly Route[],
  { method, template }: Pick<AskedRoute, 'method' | 'template'>,
): Role {
  const row = table.find(
    (route) => route.path === template && methodsOf(route).some((one) => one === method),
  );
  return row?.role ?? 'reader';
}

/** The role that is missing, as a sentence for people; `null` if none is. */
export function refusalOf(
  table: readonly Route[],
  grants: readonly Grant[],
  asked: AskedRoute,
  claim: string,
): string | null {
  const role = roleFor(table, asked);
  const { namespace } = asked;
  if (allows(grants, role, namespace)) return null;
  return missingRole(role, namespace, claim);
}

/** Has no character that would have to be escaped in JSON: API Gateway puts it into its answer as it is. */
export function missingRole(role: Role, namespace: string | null, claim: string): string {
  const isName = namespace !== null && NAME_PATTERN.test(namespace);
  const words = isName ? `${role} or ${role}@${namespace}` : `${role}, for all namespaces or for one,`;
  return `It takes the role ${words} in the claim ${claim} of your token; ask those who run the service.`;
}
