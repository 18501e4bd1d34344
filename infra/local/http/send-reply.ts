// Writes a result to the wire, with the headers that every answer carries.
import type { ServerResponse } from 'node:http';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { GUARDED_HEADERS } from '../../s3-server/guard.ts';

/** Throws for a result that HTTP cannot carry; nothing is sent then. */
export function sendReply(response: ServerResponse, result: APIGatewayProxyResult, requestId: string): void {
  if (!Number.isInteger(result?.statusCode)) throw new Error('it has no statusCode');
  try {
    response.setHeaders(mergedHeaders(result, requestId));
  } catch (error) {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    throw error;
  }
  response.statusCode = result.statusCode;
  const body = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
  // Node sends no body to HEAD, nor the length of what GET would answer.
  if (response.req.method === 'HEAD' && body.length > 0) response.setHeader('Content-Length', body.length);
  response.end(body);
}

/** Merges both kinds; `multiValueHeaders` win where both have a name. */
function mergedHeaders({ headers, multiValueHeaders }: APIGatewayProxyResult, requestId: string) {
  const own = { 'Content-Type': 'application/json', 'x-amzn-RequestId': requestId, ...GUARDED_HEADERS };
  const entries = [...Object.entries({ ...own, ...headers }), ...Object.entries(multiValueHeaders ?? {})];
  return new Map(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );
}
