// The freeze that keeps a pipeline's version: its own, which comes with the pipeline, or its namespace's.
import { useQuery } from '@tanstack/preact-query';
import type { Freeze, Pipeline } from '../../client/types.ts';
import { reading } from './service.ts';

export interface FreezeInForce {
  readonly scope: 'pipeline' | 'namespace';
  readonly freeze: Freeze;
}

/** Seldom, since whatever is published over it is refused anyway. */
const EVERY_MS = 60_000;

export function useFreeze({ namespace, freeze }: Pipeline): FreezeInForce | null {
  const { data } = useQuery({
    queryKey: ['freeze', namespace],
    queryFn: async ({ signal }) => (await reading.getNamespaceFreeze({ path: { namespace }, signal })).body,
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
  });
  if (freeze !== null) return { scope: 'pipeline', freeze };
  return data?.freeze ? { scope: 'namespace', freeze: data.freeze } : null;
}
