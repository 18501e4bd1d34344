import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_ANSWER_BYTES } from '../../../functions/http/answer-limit.ts';
import { bytesBody } from '../../../functions/http/bytes-body.ts';
import { MAX_FILE_BYTES } from '../../../functions/http/file-reply.ts';

const bytesOf = ({ body, isBase64Encoded }: ReturnType<typeof bytesBody>) =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');

test('what is UTF-8 goes as text, a byte order mark and NUL included', () => {
  const text = '\ufeffSELECT \u0000 \u0001 🚀\r\n';

  expect(bytesBody(Buffer.from(text))).toEqual({ body: text, isBase64Encoded: false });
});

test('any bytes come out as they went in', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }).map(Buffer.from)), (bytes) => {
      expect(bytesOf(bytesBody(bytes)).equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});

test.each([0x01, 0x61, 0x22, 0xff])('the largest file, all of byte %i, fits what Lambda carries', (byte) => {
  const body = bytesBody(Buffer.alloc(MAX_FILE_BYTES, byte));

  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(MAX_ANSWER_BYTES - 10_000);
});
