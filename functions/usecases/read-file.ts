// Reading one file: of the draft as it is now, or of a version.
import { DomainError } from '../domain/errors.ts';
import { displayName, keyPrefix, type Pipeline } from '../domain/pipeline.ts';
import type { ListedFile } from '../domain/snapshot.ts';
import type { Deps } from './deps.ts';
import { readVersionRecord } from './find-version.ts';
import { pinnedFilesMissing } from './pinned-files.ts';
import { readFiles } from './version-files.ts';

export interface FileInput {
  readonly pipeline: Pipeline;
  readonly path: string;
  /** The draft if it is left out. */
  readonly version?: number | undefined;
}

export interface ReadFile extends ListedFile {
  readonly bytes: Uint8Array;
}

/**
 * The draft's file takes one request, a version's one or two more. What a version does not pin is not looked up in the
 * draft. Throws `FILE_NOT_FOUND`, `FILE_TOO_LARGE` above `maxBytes`, `VERSION_NOT_FOUND` and `PINNED_FILES_MISSING`.
 */
export async function readFile(deps: Deps, input: FileInput, maxBytes: number): Promise<ReadFile> {
  const { pipeline, path } = input;
  const file =
    input.version === undefined
      ? await deps.files.read(pipeline, { path }, maxBytes)
      : await readPinned(deps, pipeline, path, input.version, maxBytes);
  if (file === null) throw fileNotFound(pipeline, path);
  const { bytes, ...facts } = file;
  if (bytes === null) throw fileTooLarge(input, facts, maxBytes);
  return { ...facts, bytes };
}

async function readPinned(deps: Deps, pipeline: Pipeline, path: string, number: number, maxBytes: number) {
  const version = await readVersionRecord(deps, pipeline, number);
  const pin = (await readFiles(deps, pipeline, version)).find((file) => file.path === path);
  if (pin === undefined) throw fileNotFound(pipeline, path, number);
  const file = await deps.files.read(pipeline, pin, maxBytes);
  if (file === null) throw pinnedFilesMissing(pipeline, version, [pin]);
  return file;
}

export function fileNotFound(pipeline: Pipeline, path: string, version?: number): DomainError {
  const place = version === undefined ? 'The draft' : `Version ${version}`;
  return new DomainError(
    'FILE_NOT_FOUND',
    `${place} of ${displayName(pipeline)} has no file ${path}; look at what it has, names are case-sensitive.`,
    { path, key: keyPrefix(pipeline) + path, ...(version !== undefined && { version_number: version }) },
  );
}

function fileTooLarge({ pipeline, path }: FileInput, { size }: ListedFile, maxBytes: number): DomainError {
  return new DomainError(
    'FILE_TOO_LARGE',
    `${path} of ${displayName(pipeline)} has ${size} bytes, more than the ${maxBytes} that can be sent; read it by its link in published?presign=true or, unpublished, from the bucket.`,
    { path, key: keyPrefix(pipeline) + path, file_bytes: size, max_file_bytes: maxBytes },
  );
}
