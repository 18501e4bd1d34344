import { expect, test } from 'vitest';
import { isAllowed, licenceOf } from './licences.ts';

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-or-later)', true],
  ['GPL-3.0-or-later', false],
  ['MIT AND GPL-3.0-or-later', false],
  ['none', false],
])('%s may come in: %s', (licence, allowed) => {
  expect(isAllowed(licence)).toBe(allowed);
});

test('a package that says nothing of its licence has none, and one of several has all', () => {
  expect(licenceOf({ name: 'a' })).toBe('none');
  expect(licenceOf({ name: 'a', licenses: [{ license: { id: 'MIT' } }, { expression: 'Apache-2.0' }] })).toBe(
    'MIT AND Apache-2.0',
  );
});
