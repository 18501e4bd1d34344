// Makes types.ts, answers.ts and operations.ts from the OpenAPI document (npm run generate). A test fails when they are
// stale. Runs on Node and imports functions/, unlike the client itself.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LAYOUT } from '../functions/domain/layout.ts';
import { openApiDocument } from '../functions/http/openapi.ts';
import { routeTable } from '../functions/http/routes.ts';
import { answersSource } from './generate/answers-source.ts';
import { operationsOf } from './generate/operations-of.ts';
import { operationsSource } from './generate/operations-source.ts';
import { typesSource } from './generate/types-source.ts';

const ROOT = join(import.meta.dirname, '..');

/** Sources by path, as they are to be committed. */
export async function generateClient(): Promise<Readonly<Record<string, string>>> {
  // Through JSON, as clients get it.
  const document = JSON.parse(JSON.stringify(openApiDocument(routeTable)), withOpenLayers);
  const operations = operationsOf(document);
  return {
    'client/types.ts': formatted('client/types.ts', await typesSource(document, operations)),
    'client/answers.ts': formatted('client/answers.ts', answersSource(document, operations)),
    'client/operations.ts': formatted('client/operations.ts', operationsSource(operations)),
  };
}

/** A deployment chooses its layers, and the client serves every deployment. */
function withOpenLayers(_name: string, schema: unknown): unknown {
  const { enum: words } = (schema ?? {}) as { readonly enum?: unknown };
  if (JSON.stringify(words) !== JSON.stringify(DEFAULT_LAYOUT.layers)) return schema;
  return Object.fromEntries(Object.entries(schema as object).filter(([keyword]) => keyword !== 'enum'));
}

function formatted(path: string, source: string): string {
  const biome = join(ROOT, 'node_modules/.bin/biome');
  const format = ['format', `--stdin-file-path=${path}`];
  return execFileSync(biome, format, { cwd: ROOT, input: source, encoding: 'utf8' });
}

if (import.meta.main) {
  for (const [path, source] of Object.entries(await generateClient()))
    writeFileSync(join(ROOT, path), source);
}
