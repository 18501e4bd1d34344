// Saving and deleting one file of the draft. Two editors who name the ETag that they have
// seen cannot overwrite each other unnoticed: the bucket decides which write comes first. The flag follows by the
// bucket's events, as for any other edit.
import { DomainError } from '../domain/errors.ts';
import { displayName, isPlaceholder, keyPrefix, MAX_KEY_BYTES, type Pipeline } from '../domain/pipeline.ts';
import type { SavedFile } from '../domain/snapshot.ts';
import { utf8Bytes } from '../domain/utf8-text.ts';
import type { EditCondition, NewFile } from '../ports/draft-files.ts';
import type { Deps } from './deps.ts';
import { fileNotFound } from './read-file.ts';

/** The first file of a pipeline makes its draft. Throws `PATH_CONFLICT` and `PRECONDITION_FAILED`; then nothing was written. */
export async function saveFile(
  deps: Deps,
  pipeline: Pipeline,
  { condition, ...file }: NewFile & { readonly condition: EditCondition },
): Promise<SavedFile> {
  const entangled = await deps.files.findEntangled(pipeline, file.path);
  if (entangled !== null) throw pathConflict(pipeline, file.path, entangled);
  const result = await deps.files.write(pipeline, file, condition);
  if (!result.written) throw notAsExpected(pipeline, file.path, condition, result.current);
  return result.file;
}

/**
 * The path may be any that editors can have made: S3 takes a key as it is, so none leads out of the pipeline's prefix.
 * Throws `FILE_NOT_FOUND` and `PRECONDITION_FAILED`; then nothing was deleted.
 */
export async function deleteFile(
  deps: Deps,
  pipeline: Pipeline,
  { path, condition }: { readonly path: string; readonly condition: Pick<EditCondition, 'ifMatch'> },
): Promise<void> {
  if (!isKeyOfFile(keyPrefix(pipeline) + path)) throw fileNotFound(pipeline, path);
  const result = await deps.files.remove(pipeline, path, condition);
  if (result.removed) return;
  if (result.current === null) throw fileNotFound(pipeline, path);
  throw notAsExpected(pipeline, path, condition, result.current);
}

/** Whether an object can have this key and be a file. */
function isKeyOfFile(key: string): boolean {
  return !isPlaceholder(key) && key.isWellFormed() && utf8Bytes(key) <= MAX_KEY_BYTES;
}

function pathConflict(pipeline: Pipeline, path: string, other: string): DomainError {
  return new DomainError(
    'PATH_CONFLICT',
    `${path} was not saved: ${displayName(pipeline)} has ${other}, one is a folder of the other, and no file system can hold both. Delete ${other} first, or choose another path.`,
    { path, other_path: other },
  );
}

function notAsExpected(
  pipeline: Pipeline,
  path: string,
  { ifMatch }: EditCondition,
  current: SavedFile | null,
): DomainError {
  const name = `${path} of ${displayName(pipeline)}`;
  const was = ifMatch === undefined ? 'there already' : 'not the one you have seen';
  return new DomainError(
    'PRECONDITION_FAILED',
    `${name} is ${current === null ? 'not there any more' : was}; read what is there now and try again.`,
    {
      path,
      ...(ifMatch !== undefined && { expected_etag: ifMatch }),
      etag: current?.etag ?? null,
      version_id: current?.versionId ?? null,
    },
  );
}
