// What the bearer of a token may do: roles, each for all namespaces or for one. Each role includes those before it.
import { NAME_PATTERN } from './pipeline.ts';

export const ROLES = ['reader', 'editor', 'publisher', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** `namespace: null`: all namespaces. */
export interface Grant {
  readonly role: Role;
  readonly namespace: string | null;
}

/** `publisher` or `publisher@team_a`, exactly so; `null` for any other word. */
export function parseGrant(word: string): Grant | null {
  const [name, ...rest] = word.split('@');
  const role = ROLES.find((one) => one === name);
  const [namespace = null, ...more] = rest;
  if (role === undefined || more.length > 0) return null;
  return namespace === null || NAME_PATTERN.test(namespace) ? { role, namespace } : null;
}

/** As `parseGrant` reads it. */
export function formatGrant({ role, namespace }: Grant): string {
  return namespace === null ? role : `${role}@${namespace}`;
}

/**
 * What the words grant, without what another of them includes: at most one grant for each namespace, sorted, after the
 * one for all. Words that are no grants do not count.
 */
export function grantsOf(words: Iterable<string>): readonly Grant[] {
  const best = new Map<string | null, Role>();
  for (const word of words) {
    const grant = parseGrant(word);
    if (grant === null) continue;
    const known = best.get(grant.namespace);
    if (known === undefined || !includes(known, grant.role)) best.set(grant.namespace, grant.role);
  }
  const everywhere = best.get(null);
  return [...best]
    .map(([namespace, role]) => ({ role, namespace }))
    .filter(({ role, namespace }) => namespace === null || !everywhere || !includes(everywhere, role))
    .toSorted((a, b) => ((a.namespace ?? '') < (b.namespace ?? '') ? -1 : 1));
}

/** Whether the grants allow what takes this role there; `namespace: null`: in any namespace. */
export function allows(grants: readonly Grant[], role: Role, namespace: string | null): boolean {
  return grants.some(
    (grant) =>
      includes(grant.role, role) &&
      (namespace === null || grant.namespace === null || grant.namespace === namespace),
  );
}

/** Sorted; `null` for all of them. */
export function readableNamespaces(grants: readonly Grant[]): readonly string[] | null {
  const namespaces = grants.map(({ namespace }) => namespace).filter((one) => one !== null);
  return namespaces.length < grants.length ? null : namespaces.toSorted();
}

function includes(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(other);
}
