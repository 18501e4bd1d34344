// The reads of the Code tab: the files of the draft or of a version, and one file at a time.
import { queryOptions } from '@tanstack/preact-query';
import { ApiError } from '../../../client/errors.ts';
import { type PipelineId, pathOf } from '../../service/pipeline-id.ts';
import { queryClient } from '../../service/query-client.ts';
import { reading } from '../../service/service.ts';
import { type Content, contentOf } from './text-form.ts';

/** The largest body of a PUT. A larger file cannot be saved, so the editor does not open it. */
export const MAX_EDITED_BYTES = 1_048_576;

export type FileNow = {
  /** Saved by this page. */
  readonly isOurs?: boolean;
} & (
  | (Content & { readonly etag: string; readonly bytes: Uint8Array })
  | { readonly kind: 'large'; readonly etag?: string }
  | { readonly kind: 'gone'; readonly etag?: undefined }
);

/** `state`: see `stateOf`. */
export function draftOptions(id: PipelineId, state: string) {
  return queryOptions({
    queryKey: ['code-draft', pathOf(id), state],
    queryFn: async ({ signal }) => (await reading.getDraft({ path: id, signal })).body,
    // The previous data is of this pipeline, since every pipeline has a Code tab of its own.
    placeholderData: (previous) => previous,
  });
}

const fileKey = (id: PipelineId, path: string, version?: number) => [
  'code-file',
  pathOf(id),
  path,
  version ?? 'draft',
];

/** A file of the draft is read again when the list of files has another ETag for it. */
export function fileOptions(id: PipelineId, path: string, version?: number) {
  return queryOptions({
    queryKey: fileKey(id, path, version),
    queryFn: ({ signal }) => readFile(id, path, version, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export async function readFile(
  id: PipelineId,
  path: string,
  version?: number,
  signal?: AbortSignal,
): Promise<FileNow> {
  try {
    const { body, headers } = await reading.getFile({ path: { ...id, path }, query: { version }, signal });
    return fileNow(body, etagOf(headers));
  } catch (error) {
    if (error instanceof ApiError && error.code === 'FILE_NOT_FOUND') return { kind: 'gone' };
    if (error instanceof ApiError && error.code === 'FILE_TOO_LARGE') return { kind: 'large' };
    throw error;
  }
}

export function fileNow(bytes: Uint8Array, etag: string): FileNow {
  if (bytes.length > MAX_EDITED_BYTES) return { kind: 'large', etag };
  return { ...contentOf(bytes), etag, bytes };
}

/** Without quotes, as in lists. A compressing proxy turns an ETag into a weak one of the same bytes. */
export function etagOf(headers: Headers): string {
  return (headers.get('ETag') ?? '').replace(/^W\//, '').replaceAll('"', '');
}

/** Records the content that this page has just saved. A read that is under way is older, so it is cancelled. */
export async function setFile(id: PipelineId, path: string, now: FileNow): Promise<void> {
  const queryKey = fileKey(id, path);
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, now);
}
