// What is generated from the OpenAPI document is committed, and current.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateClient } from '../../client/generate.ts';
import { operations } from '../../client/operations.ts';
import { routes } from '../../functions/http/routes.ts';

const ROOT = join(import.meta.dirname, '../..');

test('the types and the operations of the client are those of the OpenAPI document', async () => {
  for (const [path, source] of Object.entries(await generateClient())) {
    const committed = await readFile(join(ROOT, path), 'utf8');
    expect(committed === source, `${path} is out of date; run node client/generate.ts`).toBe(true);
  }
});

test('every route has its method in the client', () => {
  expect(Object.keys(operations).toSorted()).toEqual(Object.keys(routes).toSorted());
});

test('the operations that take an ETag are those that may answer 304', () => {
  const conditional = Object.entries(operations).flatMap(([id, operation]) =>
    'takesETag' in operation ? [id] : [],
  );
  const answering304 = Object.values(routes).flatMap(({ operationId, replies }) =>
    304 in replies ? [operationId] : [],
  );

  expect(conditional.toSorted()).toEqual(answering304.toSorted());
});
