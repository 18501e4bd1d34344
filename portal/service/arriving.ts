// What a browser does by itself when a page is loaded, for views that are shown without loading one: a new view begins
// at its top, and keyboards and screen readers begin there too. Going back, the browser finds the old place by itself.
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
    // Whoever has pressed a link that is still there goes on from it.
    if (document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}
