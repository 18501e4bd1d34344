// vitest's global set-up: a directory for the templates of a run. What one process has synthesised, the others read
// (test/infra/aws/synthesized.ts). It is new for each run: no template outlives its sources.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Returns the tear-down. Who watches changes sources between two runs, and shares nothing. */
export default function shareTemplates({ config }: TestProject): (() => void) | undefined {
  if (config.watch) return undefined;
  const dir = mkdtempSync(join(tmpdir(), 'templates-'));
  process.env.SHARED_TEMPLATES = dir;
  return () => rmSync(dir, { recursive: true });
}
