// The current content of a file of the draft. The hook reads it again when the list shows another ETag.
import { useQuery } from '@tanstack/preact-query';
import { useEffect } from 'preact/hooks';
import type { DraftFile } from '../../../client/types.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { type FileNow, fileOptions, MAX_EDITED_BYTES } from './files.ts';

export interface ReadFile {
  /** `undefined` until it has been read. */
  readonly now: FileNow | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** `listed`: as the draft was last listed, which may be older than what was read. */
export function useFileNow(id: PipelineId, path: string, listed: DraftFile | undefined): ReadFile {
  const there = listed?.change === 'removed' ? undefined : listed;
  const etag = there?.etag;
  const isLarge = there !== undefined && there.size > MAX_EDITED_BYTES;
  const { data, error, refetch } = useQuery({ ...fileOptions(id, path), enabled: !isLarge });

  // Only when the list has changed. Right after a save the list is the older of the two.
  useEffect(() => {
    if (data !== undefined && data.etag !== etag && !isLarge) void refetch();
  }, [etag, isLarge]);

  const now: FileNow | undefined = isLarge ? { kind: 'large', etag: there.etag } : data;
  return { now, error, retry: () => void refetch() };
}
