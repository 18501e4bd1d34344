// Saving, deleting and renaming files of the draft, each only if nobody else has changed them meanwhile.
import { ApiError } from '../../../client/errors.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { refreshPipeline } from '../../service/queries.ts';
import { service } from '../../service/service.ts';
import { etagOf, type FileNow, fileNow, readFile, setFile } from './files.ts';

/** The ETag of what is to be replaced, or that there is to be no such file. */
export type Expected = { readonly etag: string } | 'none';

export type Saved =
  | { readonly isSaved: true; readonly now: FileNow }
  | { readonly isSaved: false; readonly now: FileNow; readonly refusal: ApiError };

/** Rejects for anything but a condition that does not hold. */
export async function putFile(
  id: PipelineId,
  path: string,
  bytes: Uint8Array,
  expected: Expected,
): Promise<Saved> {
  const condition = expected === 'none' ? { 'If-None-Match': '*' } : { 'If-Match': `"${expected.etag}"` };
  try {
    const { body } = await service.putFile({ path: { ...id, path }, body: bytes, headers: condition });
    return { isSaved: true, now: { ...fileNow(bytes, body.etag), isOurs: true } };
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 412)) throw error;
    const now = await readFile(id, path);
    // Ours, by a first try whose answer was lost, or somebody else's who meant the same.
    if ('bytes' in now && isSame(now.bytes, bytes)) return { isSaved: true, now };
    return { isSaved: false, now, refusal: error };
  }
}

/** A file that is gone already is as good as deleted. */
export async function deleteFile(id: PipelineId, path: string, etag: string): Promise<void> {
  try {
    await service.deleteFile({ path: { ...id, path }, headers: { 'If-Match': `"${etag}"` } });
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'FILE_NOT_FOUND')) throw error;
  }
  await setFile(id, path, { kind: 'gone' });
  await showChange(id);
}

/** Rejects if there is a file already. */
export async function createFile(id: PipelineId, path: string, bytes: Uint8Array): Promise<FileNow> {
  const saved = await putFile(id, path, bytes, 'none');
  if (!saved.isSaved) throw saved.refusal;
  await setFile(id, path, saved.now);
  await showChange(id);
  return saved.now;
}

/** S3 knows no renaming: a copy, then the old file is deleted. What goes wrong in between is said. */
export async function renameFile(id: PipelineId, from: string, to: string): Promise<FileNow> {
  const { body, headers } = await service.getFile({ path: { ...id, path: from } });
  const etag = etagOf(headers);
  const now = await createFile(id, to, body);
  try {
    await deleteFile(id, from, etag);
  } catch (error) {
    throw new Error(
      `${to} was made, but ${from} could not be deleted, so both exist now. ${(error as Error).message}`,
      { cause: error },
    );
  }
  return now;
}

/** The badge and the tree turn right away. Without an answer they do so with the next poll. */
export async function showChange(id: PipelineId): Promise<void> {
  await refreshPipeline(id).catch(() => undefined);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
