import { expect, test } from 'vitest';
import { publishedText } from '../../../portal/overview/published-text.ts';

const version = { version_number: 3 } as Parameters<typeof publishedText>[0];
const odd = (path: string) => ({ path, reason: 'must have no backslashes' });

test.each([
  [undefined, 'Published version 3'],
  [[odd('a\\b')], 'Published version 3. Warning: no directory can hold a\\b, which must have no backslashes'],
  [
    [odd('a\\b'), odd('c\\d')],
    'Published version 3. Warning: no directory can hold a\\b, which must have no backslashes, and 1 more',
  ],
])('a publish with the warnings %j says %s', (warnings, text) => {
  expect(publishedText({ ...version, ...(warnings && { warnings }) })).toBe(text);
});
