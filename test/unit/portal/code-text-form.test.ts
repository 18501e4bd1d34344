import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, contentOf, formName } from '../../../portal/code/files/text-form.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('what is not touched has the same bytes, whatever its line breaks and its byte order mark', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n\0\ufeff]/g, ''));
  const lines = fc.array(line);
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (texts, lineBreak, hasBom) => {
      const file = bytes((hasBom ? '\ufeff' : '') + texts.join(lineBreak));

      const content = contentOf(file);

      if (content.kind !== 'text') throw new Error(content.kind);
      expect(content.text).toBe(texts.join('\n'));
      expect(bytesOf(content.text, content)).toEqual(file);
    }),
  );
});

test.each([['SELECT 1\r\nFROM x\n'], ['SELECT 1\rFROM x\n'], ['SELECT 1\r\r\n']])(
  'lines that end differently are not edited: %j',
  (text) => {
    expect(contentOf(bytes(text))).toMatchObject({ kind: 'mixed' });
  },
);

test.each([[[0xff, 0xfe, 0x41, 0]], [[0xc3, 0x28]], [[0x41, 0, 0x42]]])('%j is no text', (file) => {
  expect(contentOf(Uint8Array.from(file))).toEqual({ kind: 'binary' });
});

test('only what is unusual is named', () => {
  expect(formName({ lineBreak: '\n', hasBom: false })).toBe('');
  expect(formName({ lineBreak: '\r\n', hasBom: true })).toBe('CRLF, byte order mark');
});
