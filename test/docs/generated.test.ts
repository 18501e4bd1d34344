// What npm run generate makes of the documents is committed, and current.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateDocuments } from '../../docs/generate.ts';

const ROOT = join(import.meta.dirname, '../..');

test.each(Object.entries(await generateDocuments()))('%s is current', (path, text) => {
  const committed = readFileSync(join(ROOT, path), 'utf8');

  expect(committed === text, `${path} is out of date; run npm run generate`).toBe(true);
});
