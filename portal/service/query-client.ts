// Keeps and refreshes reads (TanStack Query). While the connection is lost, the page tries again every two seconds;
// once it is back, the page reads everything again.
import { QueryClient } from '@tanstack/preact-query';
import { isReachable, onConnectionChange } from './connection.ts';

const LOST_POLL_MS = 2_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    // navigator.onLine says nothing about a service on this machine.
    queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: true },
    mutations: { networkMode: 'always' },
  },
});

let looking: ReturnType<typeof setInterval> | undefined;
onConnectionChange(() => {
  clearInterval(looking);
  if (isReachable()) void queryClient.invalidateQueries();
  else looking = setInterval(() => void queryClient.refetchQueries({ type: 'active' }), LOST_POLL_MS);
});
