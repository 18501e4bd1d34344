// What pull calls a snapshot on disk: v3-5f0c9e2a41bd-4711@host, of version 3, made by process 4711 of that host.
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Failed } from '../failures.ts';

/** The snapshot's files, within the directory of that name. */
export const FILES = 'files';

const FORM = /^(?:draft|v[1-9][0-9]{0,15})-[0-9a-f]{12}-([1-9][0-9]{0,9})@([^/\0]{1,200})$/;

export function newSnapshotName(version: number | null): string {
  const label = version === null ? 'draft' : `v${version}`;
  return assertSnapshotName(`${label}-${randomBytes(6).toString('hex')}-${process.pid}@${hostname()}`);
}

export function isSnapshotName(name: string): boolean {
  return FORM.test(name);
}

/** Throws `Failed`: whatever else a name is made of, no other becomes a path. */
export function assertSnapshotName(name: string): string {
  if (isSnapshotName(name)) return name;
  throw new Failed(`${JSON.stringify(name)} is no name of a snapshot.`);
}

/** The process that made it. */
export function ownerOf(name: string): { readonly pid: number; readonly host: string } {
  const [, pid, host = ''] = FORM.exec(name) ?? [];
  return { pid: Number(pid), host };
}
