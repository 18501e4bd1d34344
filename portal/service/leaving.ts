// Asks before a view with unsaved text is left, by a link, by the browser's back button or by closing the tab.
import type { AroundNavHandler } from 'wouter-preact';

/** Resolves to whether the view may be left. */
type Guard = () => Promise<boolean>;

let guard: Guard | undefined;

/** As long as there is unsaved text. Returns how to take it back. */
export function guardLeaving(given: Guard): () => void {
  guard = given;
  window.addEventListener('beforeunload', keepOpen);
  return () => {
    guard = undefined;
    window.removeEventListener('beforeunload', keepOpen);
  };
}

export const aroundNavigation: AroundNavHandler = async (navigate, to, options) => {
  if (guard === undefined || (await guard())) navigate(to, options);
};

function keepOpen(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
