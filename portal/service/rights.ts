// What the signed-in person may do, as the service says. The portal hides the rest; the service refuses it anyway.
import { queryOptions, useQuery } from '@tanstack/preact-query';
import type { Caller, Grant } from '../../client/types.ts';
import type { PipelineId } from './pipeline-id.ts';
import { reading } from './service.ts';
import { isSignedIn } from './token.ts';

type Role = Grant['role'];

/** Each includes those before it. */
const RANKS: readonly Role[] = ['reader', 'editor', 'publisher', 'operator'];

/** Roles change at the issuer; a renewed token brings the new ones. */
const FRESH_MS = 60_000;

export const meOptions = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => (await reading.getMe({ signal })).body,
  staleTime: FRESH_MS,
});

/** Whether the person may do what takes this role. False until the service has said so. */
export function useMay(role: Role, { namespace }: Pick<PipelineId, 'namespace'>): boolean {
  const me = useMe();
  return isSignedIn() ? me !== undefined && mayDo(me, role, namespace) : true;
}

/** The same in some namespace. */
export function useMayAnywhere(role: Role): boolean {
  const me = useMe();
  if (!isSignedIn()) return true;
  return me !== undefined && (me.roles ?? [null]).some((grant) => mayDo(me, role, grant?.namespace ?? ''));
}

function useMe(): Caller | undefined {
  return useQuery({ ...meOptions, enabled: isSignedIn() }).data;
}

/** Where the service does not know, nothing is hidden. */
export function mayDo({ roles }: Pick<Caller, 'roles'>, role: Role, namespace: string): boolean {
  if (roles === null) return true;
  return roles.some(
    (grant) =>
      RANKS.indexOf(grant.role) >= RANKS.indexOf(role) &&
      (grant.namespace === null || grant.namespace === namespace),
  );
}
