import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallestChange } from '../../../portal/code/editor/show-text.ts';

test('a change makes one text of the other, and replaces no more than it must', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n') });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { from, to, insert } = smallestChange(before, after);

      expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
      expect(from).toBeLessThanOrEqual(to);
    }),
  );
  expect(smallestChange('one two three', 'one 2 three')).toEqual({ from: 4, to: 7, insert: '2' });
});
