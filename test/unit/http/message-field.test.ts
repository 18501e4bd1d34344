// What people write about a version, as it is stored.
import { expect, test } from 'vitest';
import { messageField } from '../../../functions/http/fields.ts';

test('lines that end in CRLF, as browsers and Windows send them, end in LF', () => {
  expect(messageField.parse('First line\r\n\r\n\tSecond\r\n')).toBe('First line\n\n\tSecond');
});

test('a carriage return that ends no line is refused', () => {
  expect(messageField.safeParse('a\rb').success).toBe(false);
});
