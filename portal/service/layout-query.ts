// What makes a directory a pipeline here: the deployment's settings, which the service says to everybody.
import { useQuery } from '@tanstack/preact-query';
import { DEFAULT_LAYOUT } from '../../client/default-layout.ts';
import type { Layout } from '../../client/types.ts';
import { queryClient } from './query-client.ts';
import { meOptions } from './rights.ts';

/** As by default until the service has answered. */
export function useLayout(): Layout {
  return useQuery(meOptions).data?.layout ?? DEFAULT_LAYOUT;
}

/** As by default if the service does not answer. */
export async function fetchLayout(): Promise<Layout> {
  const me = await queryClient.fetchQuery(meOptions).catch(() => undefined);
  return me?.layout ?? DEFAULT_LAYOUT;
}
