// What a deployment hands out at /packages/, as files to serve: built by all.ts in a process of its own, which takes a few
// seconds.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface PackageFile {
  readonly contentType: string;
  /** Packages are named by their version, and the index by nothing. */
  readonly cacheControl: string;
  readonly body: Uint8Array;
}

/** By path, with a leading slash. */
export type PackageFiles = ReadonlyMap<string, PackageFile>;

const ALL = join(import.meta.dirname, 'all.ts');

/** Rejects with what the build has printed. */
export async function buildPackages(): Promise<PackageFiles> {
  const dir = newDir();
  try {
    await promisify(execFile)(process.execPath, [ALL, dir]);
    return filesIn(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

let built: PackageFiles | undefined;

/** For `cdk synth`, which is synchronous. All stacks of an app share one build. */
export function buildPackagesSync(): PackageFiles {
  built ??= buildNow();
  return built;
}

function buildNow(): PackageFiles {
  const dir = newDir();
  try {
    execFileSync(process.execPath, [ALL, dir], { stdio: ['ignore', 'ignore', 'inherit'] });
    return filesIn(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const newDir = () => mkdtempSync(join(tmpdir(), 'packages-'));

function filesIn(dir: string): PackageFiles {
  return new Map(
    readdirSync(dir)
      .toSorted()
      .map((name) => [`/packages/${name}`, { ...deliveryOf(name), body: readFileSync(join(dir, name)) }]),
  );
}

/** Packages have the type that the registries of npm and Python give them. */
function deliveryOf(name: string): Omit<PackageFile, 'body'> {
  if (name.endsWith('.json')) return { contentType: 'application/json', cacheControl: 'no-cache' };
  return { contentType: 'application/octet-stream', cacheControl: 'public, max-age=31536000, immutable' };
}
