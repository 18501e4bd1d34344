// Asks before a view with unsaved text is left: by a link, by the browser's back button (where it has the Navigation
// API; elsewhere the view is left, and its text kept), or by closing the window.
import type { AroundNavHandler } from 'wouter-preact';

export interface Guard {
  /** Whether an address is elsewhere: moving about within a view needs no question. */
  readonly leaves: (to: URL) => boolean;
  /** Resolves to whether the view may be left. */
  readonly ask: () => Promise<boolean>;
}

let guard: Guard | undefined;
let isOnItsWay = false;

/** As long as there is unsaved text. Returns how to take it back. */
export function guardLeaving(given: Guard): () => void {
  guard = given;
  window.navigation?.addEventListener('navigate', askBeforeGoingBack);
  return () => {
    if (guard !== given) return;
    guard = undefined;
    window.navigation?.removeEventListener('navigate', askBeforeGoingBack);
  };
}

export const aroundNavigation: AroundNavHandler = async (navigate, to, options) => {
  if (!guard?.leaves(new URL(to, location.href)) || (await guard.ask())) navigate(to, options);
};

function askBeforeGoingBack(event: NavigateEvent): void {
  const { navigationType, destination, cancelable } = event;
  const isBack = navigationType === 'traverse' && destination.sameDocument;
  if (!isBack || !cancelable || isOnItsWay || !guard?.leaves(new URL(destination.url))) return;
  event.preventDefault();
  void goBackIf(guard.ask(), destination.key);
}

async function goBackIf(answer: Promise<boolean>, key: string): Promise<void> {
  if (!(await answer)) return;
  isOnItsWay = true;
  await window.navigation.traverseTo(key).finished?.catch(() => undefined); // the person went on somewhere else
  isOnItsWay = false;
}

/** Whether something would be lost with the window. */
export function askBeforeClosing(isNeeded: boolean): void {
  if (isNeeded) window.addEventListener('beforeunload', keepOpen);
  else window.removeEventListener('beforeunload', keepOpen);
}

/** Asks for what leaves the page without a link. */
export const mayLeave = async () => guard === undefined || (await guard.ask());

/** For what comes back to this very address, in this very tab: what is written is kept, so nobody is asked. */
export function leaveUnasked(): void {
  askBeforeClosing(false);
}

function keepOpen(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
