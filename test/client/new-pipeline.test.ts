// The names and the first file of a new pipeline.
import { expect, test } from 'vitest';
import { DEFAULT_LAYOUT } from '../../client/default-layout.ts';
import { firstFile, nameProblem } from '../../client/new-pipeline.ts';
import { checkFile } from '../../functions/domain/checks/check-file.ts';
import { DEFAULT_LAYOUT_SETTINGS } from '../../functions/domain/layout.ts';
import * as domain from '../../functions/domain/pipeline.ts';

test.each([
  'a',
  'clean_orders',
  'a-1_b',
  'a'.repeat(128),
  '',
  'A',
  '1a',
  '_a',
  'a b',
  'a/b',
  'é',
  'aé',
  'a'.repeat(129),
  'a\n',
])('%j is a name here if it is one for the service', (text) => {
  expect(nameProblem('name', text) === undefined).toBe(domain.NAME_PATTERN.test(text));
});

test.each(['sql', 'python'] as const)('no check finds fault with the first file in %s', (type) => {
  const { path = '', text = '' } = firstFile(type, 'clean_orders') ?? {};

  expect(path).toMatch(/^pipeline\./);
  expect(checkFile(path, new TextEncoder().encode(text)).findings).toEqual([]);
  expect(text).toContain('clean_orders');
});

test.each([
  ['sql', ['models/*.sql', 'main.sql'], 'models/pipeline.sql'],
  ['python', ['dag.py'], 'dag.py'],
  ['sql', ['dbt_project.yml', '*.ipynb'], undefined],
] as const)('the first file in %s where sources are %j', (type, sources, path) => {
  expect(firstFile(type, 'clean_orders', sources)?.path).toBe(path);
});

test("the client's default layout is the service's", () => {
  expect(DEFAULT_LAYOUT).toEqual(DEFAULT_LAYOUT_SETTINGS);
});
