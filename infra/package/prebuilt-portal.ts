// In the package, the place of portal/build.ts: the portal as infra/package/build.ts has built it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as portal from '../../portal/build.ts';

export const PAGE: typeof portal.PAGE = '/index.html';

interface PackedFile extends Omit<portal.PortalFile, 'body'> {
  readonly base64: string;
}

export function buildPortalSync(): portal.PortalFiles {
  const packed = JSON.parse(readFileSync(join(import.meta.dirname, 'portal.json'), 'utf8')) as PackedFiles;
  return new Map(
    packed.map(([path, { base64, ...file }]) => [path, { ...file, body: Buffer.from(base64, 'base64') }]),
  );
}

type PackedFiles = readonly (readonly [path: string, file: PackedFile])[];

/** The text of portal.json. */
export function packPortal(files: portal.PortalFiles): string {
  const packed: PackedFiles = [...files].map(([path, { body, ...file }]) => [
    path,
    { ...file, base64: Buffer.from(body).toString('base64') },
  ]);
  return JSON.stringify(packed);
}
