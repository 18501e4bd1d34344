// Loads parts of the portal when they are first shown. A part that fails to load shows the error in its place, and
// loads again once the connection is back.
import { queryOptions, useQuery } from '@tanstack/preact-query';
import type { ComponentType } from 'preact';
import { queryClient } from '../service/query-client.ts';
import { ErrorNotice } from './error-notice.tsx';
import { Loading } from './loading.tsx';

/** `what` completes “Loading … …” and identifies the part. */
export function partOptions<Part>(what: string, load: () => Promise<Part>) {
  return queryOptions({
    queryKey: ['part', what],
    queryFn: async () => ({ part: await load().catch(explain) }),
    // Not 'static': a part that failed loads again once the connection is back.
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

/** The same for what most visits come to need: it also loads once the page rests, so that it opens while the service is away. */
export function onDemandAhead<Props extends object>(
  what: string,
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  if (!navigator.connection?.saveData)
    setTimeout(() => whenIdle(() => void queryClient.prefetchQuery(partOptions(what, load))), AHEAD_MS);
  return onDemand(what, load);
}

/** By then the first view is there, or has a harder time than we should make worse. */
const AHEAD_MS = 3_000;

/** Safari has no idle callbacks. */
const whenIdle = (work: () => void) =>
  'requestIdleCallback' in window ? requestIdleCallback(work) : setTimeout(work);

function explain(cause: unknown): never {
  throw new Error('This part of the portal cannot be loaded. If this persists, reload the page.', { cause });
}
