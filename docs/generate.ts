// Makes what can be made of the documents: node docs/generate.ts. A test asks whether they are current.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withIndex } from './generate/decisions-index.ts';

const ROOT = join(import.meta.dirname, '..');

/** Documents by path, as they are to be committed. */
export function generateDocuments(): Readonly<Record<string, string>> {
  const decisions = readFileSync(join(ROOT, 'docs/decisions.md'), 'utf8');
  return { 'docs/decisions.md': withIndex(decisions) };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(generateDocuments())) writeFileSync(join(ROOT, path), text);
}
