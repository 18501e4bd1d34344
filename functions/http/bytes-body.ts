// Bytes as the body of a proxy result, which is text or base64. Text goes as it is: base64 comes out of a REST API as
// bytes only if it takes the request's Accept for a binary media type, and text always does.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html
import type { APIGatewayProxyResult } from 'aws-lambda';
import { utf8Text } from '../domain/utf8-text.ts';
import { MAX_ANSWER_BYTES } from './answer-limit.ts';

/** Control characters take six bytes each in JSON: a long text of them is smaller as base64. */
const MAX_TEXT_BYTES = MAX_ANSWER_BYTES - 64 * 1024; // the rest is for headers

export function bytesBody(bytes: Uint8Array): Pick<APIGatewayProxyResult, 'body' | 'isBase64Encoded'> {
  const text = utf8Text(bytes);
  if (text !== null && Buffer.byteLength(JSON.stringify(text)) <= MAX_TEXT_BYTES) {
    return { body: text, isBase64Encoded: false };
  }
  return { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true };
}
