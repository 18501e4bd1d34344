// Who the service takes the caller for, and what that person may do.
import type { Caller, Grant } from '../../client/types.ts';
import { type Finding, ok, warn } from './finding.ts';

const ROLES: readonly Grant['role'][] = ['reader', 'editor', 'publisher', 'operator'];

export function callerFindings({ name, roles }: Caller): readonly Finding[] {
  return [
    ok('caller', name ?? 'nobody in particular'),
    right('read', roles, 'reader'),
    right('publish', roles, 'publisher'),
  ];
}

function right(check: 'read' | 'publish', roles: Caller['roles'], needed: Grant['role']): Finding {
  if (roles === null) return ok(check, 'no roles are asked for; IAM may refuse');
  const places = roles.filter(({ role }) => ROLES.indexOf(role) >= ROLES.indexOf(needed));
  if (places.length === 0) return warn(check, 'not allowed', `Ask for the role ${needed}.`);
  const namespaces = places.flatMap(({ namespace }) => namespace ?? []);
  const everywhere = namespaces.length < places.length;
  return ok(check, everywhere ? 'in all namespaces' : `in ${namespaces.join(', ')}`);
}
