// Files that come built within the package, as one JSON file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ServedFile {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly body: Uint8Array;
}

type Files = ReadonlyMap<string, ServedFile>;

interface PackedFile extends Omit<ServedFile, 'body'> {
  readonly base64: string;
}

type PackedFiles = readonly (readonly [path: string, file: PackedFile])[];

export function packFiles(files: Files): string {
  const packed: PackedFiles = [...files].map(([path, { body, ...file }]) => [
    path,
    { ...file, base64: Buffer.from(body).toString('base64') },
  ]);
  return JSON.stringify(packed);
}

export function unpackFiles(name: string): Files {
  const packed = JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as PackedFiles;
  return new Map(
    packed.map(([path, { base64, ...file }]) => [path, { ...file, body: Buffer.from(base64, 'base64') }]),
  );
}
