// What the portal says about a message must be what the service would.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageField } from '../../../functions/http/fields.ts';
import { messageLength, messageProblem } from '../../../portal/dialogs/message-rules.ts';

const messages = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(' ', '\n', '\t', '\u0007', '\u200b', '\ud800', 'a', '👩'),
    maxLength: 10,
  }),
  fc.nat({ max: 2_100 }).map((length) => 'é'.repeat(length)),
  fc.integer({ min: 990, max: 1_010 }).map((length) => ` ${'👩'.repeat(length)}\n`),
);

test('a message has a problem exactly if the service would refuse it', () => {
  fc.assert(
    fc.property(messages, (message) => {
      const isRefused = !messageField.safeParse(message).success;
      expect(messageProblem(message, { required: true }) !== undefined).toBe(isRefused);
    }),
    { numRuns: 2_000 },
  );
});

test('where none is asked for an empty message is fine, and only that', () => {
  expect(messageProblem(' \n', { required: false })).toBeUndefined();
  expect(messageProblem('\u200b', { required: false })).toBe('The message must not be empty.');
});

test('problems are told in sentences', () => {
  expect(messageProblem('', { required: true })).toBe('The message must not be empty.');
  expect(messageProblem('x'.repeat(1_234), { required: true })).toBe(
    'The message must have at most 1,000 characters; it has 1,234.',
  );
  expect(messageProblem('a\u001bb', { required: true })).toContain('it has U+001B');
});

test('length is counted in code points, without the white space around', () => {
  expect(messageLength('  👩é \n')).toBe(2);
});
