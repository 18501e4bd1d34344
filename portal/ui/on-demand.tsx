// Parts of the portal that are loaded when they are first shown. One that cannot be loaded is said where it would be,
// and asked for again once the connection is back.
import { queryOptions, useQuery } from '@tanstack/preact-query';
import type { ComponentType } from 'preact';
import { ErrorNotice } from './error-notice.tsx';
import { Loading } from './loading.tsx';

/** `what` is for people, as in "Loading the editor …", and tells parts from each other. */
export function partOptions<Part>(what: string, load: () => Promise<Part>) {
  return queryOptions({
    queryKey: ['part', what],
    queryFn: async () => ({ part: await load().catch(explain) }),
    // Not 'static': what has failed is asked for again once the connection is back.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

export function onDemand<Props extends object>(
  what: string,
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  return (props) => {
    const { data, error, refetch } = useQuery(partOptions(what, load));
    if (data !== undefined) return <data.part {...props} />;
    if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
    return <Loading what={what} />;
  };
}

function explain(cause: unknown): never {
  throw new Error('This part of the portal cannot be loaded. If it stays so, reload the page.', { cause });
}
