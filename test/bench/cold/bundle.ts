// What is in a function's bundle: its size, and how much of it comes from where, as esbuild says.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';

export interface Bundle {
  /** Of the file that exports the handler. */
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** Bytes of the bundle by package, largest first. */
  readonly inputs: readonly (readonly [name: string, bytes: number])[];
}

const OURS = 'this project';

export function readBundle(dir: string): Bundle {
  const { outputs }: Metafile = JSON.parse(readFileSync(join(dir, 'index.meta.json'), 'utf8'));
  const [[file, output] = []] = Object.entries(outputs);
  if (file === undefined || output?.entryPoint === undefined) throw new Error(`${dir} has no bundle`);
  const code = readFileSync(join(dir, basename(file)));
  return {
    name: basename(output.entryPoint, '.ts'),
    bytes: code.length,
    gzipBytes: gzipSync(code).length,
    inputs: bytesByPackage(output.inputs),
  };
}

function bytesByPackage(inputs: Metafile['outputs'][string]['inputs']): Bundle['inputs'] {
  const totals: Record<string, number> = {};
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const name = packageOf(file);
    totals[name] = (totals[name] ?? 0) + bytesInOutput;
  }
  return Object.entries(totals).toSorted(([, one], [, other]) => other - one);
}

/** The innermost, where one package has its own copy of another. */
function packageOf(file: string): string {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? OURS;
}
