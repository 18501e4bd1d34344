// Reads the body of a request, up to the limit of API Gateway.
import type { IncomingMessage } from 'node:http';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Resolves to `too-large` as soon as the limit is passed. The rest is read and dropped: closing the connection could
 * take the answer away from a client that is still sending. Rejects if the client hangs up.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'too-large'> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const chunks: Buffer[] = [];
  let size = 0;
  if (announced <= MAX_BODY_BYTES) {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) break;
      chunks.push(chunk);
    }
  }
  if (announced <= MAX_BODY_BYTES && size <= MAX_BODY_BYTES) return Buffer.concat(chunks);
  // A client that hangs up meanwhile has lost nothing.
  request.on('error', () => undefined).resume();
  return 'too-large';
}
