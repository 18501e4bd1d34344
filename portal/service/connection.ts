// Tracks whether the last request reached the service. Every request goes through this file.
import { useSyncExternalStore } from 'preact/compat';

let reachable = true;
const listeners = new Set<() => void>();

function found(nowReachable: boolean): void {
  if (reachable === nowReachable) return;
  reachable = nowReachable;
  for (const listener of listeners) listener();
}

/** `fetch` that records the outcome. An aborted request says nothing about the service. */
export async function watchedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  try {
    const response = await fetch(input, init);
    found(true);
    return response;
  } catch (error) {
    const isOutOfTime = error instanceof DOMException && error.name === 'TimeoutError';
    if (error instanceof TypeError || isOutOfTime) found(false);
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
