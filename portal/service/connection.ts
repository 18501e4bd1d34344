// Tracks whether the newest request that has ended reached the service. Every request goes through this file.
import { useSyncExternalStore } from 'preact/compat';

let reachable = true;
let sent = 0;
let newestEnded = 0;
const listeners = new Set<() => void>();

/** What was sent before another that has ended says nothing of now: its answer may have been on its way. */
function found(nowReachable: boolean, number: number): void {
  if (number < newestEnded) return;
  newestEnded = number;
  if (reachable === nowReachable) return;
  reachable = nowReachable;
  for (const listener of listeners) listener();
}

/** `fetch` that records the outcome. An aborted request says nothing about the service. */
export async function watchedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const number = ++sent;
  try {
    const response = await fetch(input, init);
    found(true, number);
    return response;
  } catch (error) {
    const isOutOfTime = error instanceof DOMException && error.name === 'TimeoutError';
    if (error instanceof TypeError || isOutOfTime) found(false, number);
    throw error;
  }
}

export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const isReachable = () => reachable;

export function useIsReachable(): boolean {
  return useSyncExternalStore(onConnectionChange, isReachable);
}
