import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RELEASE } from '../../../functions/http/release.ts';

test('the version that /health says is that of the package', () => {
  const manifest = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8');

  expect(JSON.parse(manifest)).toMatchObject({ version: RELEASE });
});
