import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { withLiteralKeys } from '../../../infra/aws/bundle/literal-keys.ts';

const require = createRequire(import.meta.url);
/** As esbuild takes it. */
const SCHEMAS = join(dirname(require.resolve('@aws-sdk/client-s3')), '../dist-es/schemas/schemas_0.js');

test('a key that is a constant is written as its text, and nothing else changes', () => {
  const source = `const _h = "http";
const _n = "na\\\\me";
export const Get$ = [9, _h, { [_h]: ["GET", [_h]], [_n]: 1, [_other]: 2 }];
`;

  expect(withLiteralKeys(source)).toBe(source.replace('{ [_h]:', '{ "http":'));
});

test('the schemas of S3 have such keys and no other once they are written', () => {
  const source = readFileSync(SCHEMAS, 'utf8');

  expect(source.match(/\[_\w+\]:/g)?.length).toBeGreaterThan(100);
  expect(withLiteralKeys(source)).not.toMatch(/\[_\w+\]:/);
});
