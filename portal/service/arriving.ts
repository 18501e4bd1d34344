// Does for a new view what a browser does when it loads a page: scrolls to the top, and moves the focus there for
// keyboards and screen readers. On “back” the browser restores the old place itself.
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';

let isReturning = false;
window.addEventListener('popstate', () => {
  isReturning = true;
});

export function useArrival(): void {
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    if (!isReturning) window.scrollTo(0, 0);
    isReturning = false;
    // A pressed link that is still in the page keeps the focus.
    if (document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}
