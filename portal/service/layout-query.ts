// What makes a directory a pipeline here: the deployment's settings, which the service says to everybody.
import { useQuery } from '@tanstack/preact-query';
import type { Layout } from '../../client/types.ts';
import { queryClient } from './query-client.ts';
import { meOptions } from './rights.ts';

const BY_DEFAULT: Layout = {
  sources: ['pipeline.py', 'pipeline.sql'],
  layers: ['bronze', 'silver', 'gold'],
  prefix: '{namespace}/pipelines/{layer}/{name}/',
};

/** As by default until the service has answered. */
export function useLayout(): Layout {
  return useQuery(meOptions).data?.layout ?? BY_DEFAULT;
}

/** As by default if the service does not answer. */
export async function fetchLayout(): Promise<Layout> {
  const me = await queryClient.fetchQuery(meOptions).catch(() => undefined);
  return me?.layout ?? BY_DEFAULT;
}
