import { useEffect } from 'preact/hooks';

let shown = '';
let isMarked = false;

function show(): void {
  document.title = isMarked ? `● ${shown}` : shown;
}

/** Sets the tab's title while the caller is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    shown = title;
    show();
  }, [title]);
}

/** A dot in front of every title says that there is unsaved text. */
export function markTitle(hasUnsavedText: boolean): void {
  isMarked = hasUnsavedText;
  show();
}
