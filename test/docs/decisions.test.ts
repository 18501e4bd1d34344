// The decisions are dated entries whose titles are claims of their own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const text = readFileSync(join(import.meta.dirname, '../../docs/decisions.md'), 'utf8');
const titles = [...text.matchAll(/^### (.+)$/gm)].map(([, title = '']) => title);

test('every entry has a date and a title that no other has', () => {
  expect(titles.length).toBeGreaterThan(50);
  expect(titles.filter((title) => !/^\d{4}-\d\d-\d\d · \S/.test(title))).toEqual([]);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('nothing is added to an entry under a later date', () => {
  const additions = [...text.matchAll(/^\d{4}-\d\d-\d\d: .*$/gm)].map(([line]) => line);

  expect(additions).toEqual([]);
});

test("an entry that is quoted as another's successor is there", () => {
  const named = [...text.matchAll(/(?:[Ss]uperseded|Extended) (?:[^."]* )?by "([^"]+)"/g)].map(
    ([, title = '']) => title,
  );

  expect(named.length).toBeGreaterThan(0);
  for (const title of named)
    expect(titles.map((entry) => entry.slice('2026-11-21 · '.length))).toContain(title);
});
