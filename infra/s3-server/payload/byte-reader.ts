// Takes lines and counted bytes from a stream of buffers, holding no more than one buffer of it.
import { S3Error } from '../errors.ts';

const MAX_LINE_BYTES = 4096;
const LINE_FEED = 0x0a;

export interface ByteReader {
  /** The next line without its CRLF. */
  line(): Promise<string>;
  /** The next `length` bytes, in pieces as they come. */
  take(length: number): AsyncGenerator<Buffer, void>;
}

export const incompleteBody = (): S3Error =>
  new S3Error(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  );

export function createByteReader(source: AsyncIterator<Buffer>): ByteReader {
  let held: Buffer = Buffer.alloc(0);

  async function next(): Promise<Buffer> {
    const { done, value } = await source.next();
    if (done) throw incompleteBody();
    return value;
  }

  return {
    async line() {
      let end = held.indexOf(LINE_FEED);
      while (end < 0) {
        if (held.length > MAX_LINE_BYTES) throw new S3Error('InvalidRequest', 'A chunk header is too long');
        held = Buffer.concat([held, await next()]);
        end = held.indexOf(LINE_FEED);
      }
      const line = held.toString('latin1', 0, end).replace(/\r$/, '');
      held = held.subarray(end + 1);
      return line;
    },
    async *take(length) {
      for (let left = length; left > 0; ) {
        if (held.length === 0) held = await next();
        const piece = held.subarray(0, left);
        held = held.subarray(piece.length);
        left -= piece.length;
        yield piece;
      }
    },
  };
}
