// Keys that are no pipeline's, whatever the prefix says. Set once for a process, as the layout is.

/** Where releases are (release.ts). No prefix begins so, but a namespace, a layer or a name can. */
export const RELEASES_PREFIX = 'releases/';

let isReserving = false;

/** Called where a process learns that releases are in the pipelines' bucket. */
export function reserveReleases(reserving: boolean): void {
  isReserving = reserving;
}

export function isReservedKey(key: string): boolean {
  return isReserving && key.startsWith(RELEASES_PREFIX);
}
