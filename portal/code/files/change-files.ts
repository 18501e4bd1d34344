// Saves, deletes and renames files of the draft, each only if nobody else has changed the file since it was read.
import { ApiError } from '../../../client/errors.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { refreshPipeline } from '../../service/queries.ts';
import { service } from '../../service/service.ts';
import { etagOf, type FileNow, fileNow, readFile, setFile } from './files.ts';

/** The ETag of the file to replace, or `none` if no file may exist. */
export type Expected = { readonly etag: string } | 'none';

export type Saved =
  | { readonly isSaved: true; readonly now: FileNow }
  | { readonly isSaved: false; readonly now: FileNow; readonly refusal: ApiError };

/** Resolves if the condition fails; rejects for every other error. */
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
    // Our first try succeeded although its answer was lost, or somebody else saved the same bytes.
    if ('bytes' in now && isSame(now.bytes, bytes)) return { isSaved: true, now };
    return { isSaved: false, now, refusal: error };
  }
}

/** Succeeds if the file is already gone. */
export async function deleteFile(id: PipelineId, path: string, etag: string): Promise<void> {
  try {
    await service.deleteFile({ path: { ...id, path }, headers: { 'If-Match': `"${etag}"` } });
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'FILE_NOT_FOUND')) throw error;
  }
  await setFile(id, path, { kind: 'gone' });
  await showChange(id);
}

/** Rejects if the file exists. */
export async function createFile(id: PipelineId, path: string, bytes: Uint8Array): Promise<FileNow> {
  const saved = await putFile(id, path, bytes, 'none');
  if (!saved.isSaved) throw saved.refusal;
  await setFile(id, path, saved.now);
  await showChange(id);
  return saved.now;
}

/** S3 cannot rename: this copies the file, then deletes the old one. An error names the step that failed. */
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

/** Updates the badge and the tree at once. If the service does not answer, the next poll does. */
export async function showChange(id: PipelineId): Promise<void> {
  await refreshPipeline(id).catch(() => undefined);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
