import { useEffect } from 'preact/hooks';

/** The tab's name, as long as the caller is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
