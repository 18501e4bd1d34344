// operations.ts: the part of the OpenAPI document that the client needs at run time.
import { type Operation, parametersIn } from './operations-of.ts';

export function operationsSource(operations: readonly Operation[]): string {
  const rows = operations.map((operation) => [operation.operationId, rowOf(operation)]);
  return `// How each operation is called. Made by generate.ts from the OpenAPI document; do not edit.

export const operations = ${JSON.stringify(Object.fromEntries(rows))} as const;
`;
}

function rowOf(operation: Operation) {
  const { method, path, reply } = operation;
  const headers = parametersIn(operation, 'header').map(({ name }) => name);
  const takesETag = method === 'GET' && headers.includes('If-None-Match');
  const takesKey = headers.includes('Idempotency-Key');
  // Every page of the portal loads this table: what is not so is left out.
  const repeatable = operation['x-repeatable'];
  return {
    method,
    path,
    reply,
    ...(repeatable && { repeatable }),
    ...(takesKey && { takesKey }),
    ...(takesETag && { takesETag }),
  };
}
