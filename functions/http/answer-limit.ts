// Lambda's limit on answers, and the error that replaces a larger one. Lists, links and patches are
// bounded before (page.ts, patches.ts); only drafts of thousands of long names full of quotes get here.
import type { APIGatewayProxyResult } from 'aws-lambda';
import { DomainError } from '../domain/errors.ts';
import type { Operation } from './route.ts';

/**
 * Bytes of the whole result as JSON: 6 MB and 100 bytes, which its error names.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_ANSWER_BYTES = 6 * 1024 * 1024 + 100;

// A character's longest form in JSON is `\u0000`. Measuring costs as much as serialising; short answers go unmeasured.
const MOST_BYTES_OF_A_CHARACTER = 6;
const SAFE_LENGTH = (MAX_ANSWER_BYTES - 64 * 1024) / MOST_BYTES_OF_A_CHARACTER; // the rest is for headers

/** Throws `ANSWER_TOO_LARGE` where Lambda would drop the result. The request was carried out all the same. */
export function withinLimit(route: Operation, result: APIGatewayProxyResult): APIGatewayProxyResult {
  if (result.body.length <= SAFE_LENGTH) return result;
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= MAX_ANSWER_BYTES) return result;
  throw answerTooLarge(route, bytes);
}

function answerTooLarge({ method }: Operation, bytes: number): DomainError {
  const advice =
    method === 'GET'
      ? 'ask for less, with a smaller limit, fields=summary, without links or without patches.'
      : 'your request was carried out all the same: do not repeat it, look at what is there now.';
  return new DomainError(
    'ANSWER_TOO_LARGE',
    `The answer has ${bytes} bytes, more than the ${MAX_ANSWER_BYTES} that can be sent; ${advice}`,
    { answer_bytes: bytes, max_answer_bytes: MAX_ANSWER_BYTES },
  );
}
