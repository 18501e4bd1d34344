// What was read is kept and read again here (TanStack Query). A lost connection is looked for every two seconds, and
// once it is back all that is on the page is read again.
import { QueryClient } from '@tanstack/preact-query';
import { isReachable, onConnectionChange } from './connection.ts';

/** How often a page looks for what others have done: they are to be seen within five seconds. */
export const POLL_MS = 2_500;
const LOST_POLL_MS = 2_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    // The browser's own idea of being online knows nothing of a service on this machine.
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
