// Makes what can be made of the documents: node docs/generate.ts. A test fails when they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../functions/http/openapi.ts';
import { routeTable } from '../functions/http/routes.ts';
import { apiPage } from './generate/api-page.ts';
import { withCommands } from './generate/commands.ts';
import { withIndex } from './generate/decisions-index.ts';
import { recordExamples } from './generate/record-examples.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Documents by path, as they are to be committed. Starts the local service for the examples. */
export async function generateDocuments(): Promise<Readonly<Record<string, string>>> {
  // Through JSON, as clients get it.
  const document = JSON.parse(JSON.stringify(openApiDocument(routeTable)));
  const introduction = read('docs/generate/api-introduction.md');
  return {
    'docs/api.md': apiPage(document, await recordExamples(), introduction),
    'docs/command-line.md': withCommands(read('docs/command-line.md')),
    'docs/decisions.md': withIndex(read('docs/decisions.md')),
  };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(await generateDocuments())) writeFileSync(join(ROOT, path), text);
}
