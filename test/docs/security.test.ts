// Every claim of the threat model names the test that carries out the attack.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const rows = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!attack \||what \||---)/.test(line) && line.split('|').length === 5)
  .filter((line) => !/^\| (the current version|versions and|the draft|credentials)/.test(line));

test.each(rows)('%s', (row) => {
  const named = [...row.matchAll(/`(test\/[^`]+\.ts)` "([^"]+)"/g)];

  expect(named.length, 'it names no test').toBeGreaterThan(0);
  for (const [, file = '', name = ''] of named)
    expect(readFileSync(join(ROOT, file), 'utf8'), `${file} has no test of that name`).toContain(name);
});
