// Whether the file was changed by others while it was open here, untouched.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FileNow } from '../files/files.ts';

export function useReloaded(now: FileNow | undefined, isEdited: boolean): boolean {
  const seen = useRef<string>();
  const [reloaded, setReloaded] = useState<string>();

  useEffect(() => {
    if (now?.etag === undefined) return;
    if (seen.current !== undefined && seen.current !== now.etag && !isEdited && !now.isOurs)
      setReloaded(now.etag);
    seen.current = now.etag;
  }, [now, isEdited]);

  return !isEdited && reloaded !== undefined && reloaded === now?.etag;
}
