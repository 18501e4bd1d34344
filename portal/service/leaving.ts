// Asks before a person leaves a view with unsaved text: by a link, by closing the window, or by the back button. The
// latter needs the Navigation API; without it the view is left and its text kept.
import type { AroundNavHandler } from 'wouter-preact';

export interface Guard {
  /** Whether an address leaves the view. Moving within the view needs no question. */
  readonly leaves: (to: URL) => boolean;
  /** Resolves to whether the view may be left. */
  readonly ask: () => Promise<boolean>;
}

let guard: Guard | undefined;
let isOnItsWay = false;

/** Guards the view until the returned function is called. */
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

/** Turns the browser's own question before it closes the window on or off. */
export function askBeforeClosing(isNeeded: boolean): void {
  if (isNeeded) window.addEventListener('beforeunload', keepOpen);
  else window.removeEventListener('beforeunload', keepOpen);
}

/** Asks before leaving the page without a link. */
export const mayLeave = async () => guard === undefined || (await guard.ask());

/** For a redirect that returns to this address in this tab. The text is kept, so no question is needed. */
export function leaveUnasked(): void {
  askBeforeClosing(false);
}

function keepOpen(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
