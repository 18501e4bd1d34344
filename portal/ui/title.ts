import { useEffect } from 'preact/hooks';

/** Sets the tab's title while the caller is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
