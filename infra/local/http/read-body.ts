// Reads the body of a request, up to a limit.
import type { IncomingMessage } from 'node:http';

/**
 * Resolves to `too-large` as soon as the limit is passed. The rest is read and dropped: closing the connection could
 * take the answer away from a client that is still sending. Rejects if the client hangs up.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large'> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const chunks: Buffer[] = [];
  let size = 0;
  if (announced <= maxBytes) {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  }
  if (announced <= maxBytes && size <= maxBytes) return Buffer.concat(chunks);
  dropBody(request);
  return 'too-large';
}

/** A client that hangs up meanwhile has lost nothing. */
export function dropBody(request: IncomingMessage): void {
  request.on('error', () => undefined).resume();
}
