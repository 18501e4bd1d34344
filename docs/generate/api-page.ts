// api.md: a section for each operation of the OpenAPI document, with a recorded example, and one for each schema.

import { type ApiDocument, operationsOf } from '../../client/generate/operations-of.ts';
import type { OperationId } from '../../client/request.ts';
import { operationSection, shortPath } from './api-operation.ts';
import { schemaSection } from './api-schema.ts';
import { errorTable } from './error-table.ts';
import type { Example } from './record-examples.ts';

/** Throws if an operation has no example. */
export function apiPage(
  document: ApiDocument,
  examples: ReadonlyMap<OperationId, Example>,
  introduction: string,
): string {
  const operations = operationsOf(document);
  const index = operations.map(
    ({ operationId, method, path, summary }) =>
      `| [\`${operationId}\`](#${operationId.toLowerCase()}) | \`${method} ${shortPath(path)}\` | ${summary} |`,
  );
  const sections = operations.map((operation) => {
    const example = examples.get(operation.operationId as OperationId);
    if (example === undefined)
      throw new Error(
        `${operation.operationId} has no example; add its call to docs/generate/example-calls.ts`,
      );
    return operationSection(operation, example);
  });
  return [
    '<!-- Made by npm run generate from the OpenAPI document; do not edit. The introduction is docs/generate/api-introduction.md. -->',
    introduction.trim(),
    ['| operation | request | what it does |', '| --- | --- | --- |', ...index].join('\n'),
    '## Errors',
    errorTable(),
    '## Operations',
    ...sections,
    '## Schemas',
    ...Object.entries(document.components.schemas).map(([name, schema]) => schemaSection(name, schema)),
  ]
    .join('\n\n')
    .concat('\n');
}
