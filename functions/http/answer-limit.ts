// The most that Lambda carries back, and what is said in place of an answer that is larger. Lists, links and patches are
// bounded before (page.ts, patches.ts); only drafts of thousands of long names full of quotes get here.
import type { APIGatewayProxyResult } from 'aws-lambda';
import { DomainError } from '../domain/errors.ts';
import type { Route } from './route.ts';

/**
 * Bytes of the whole result as JSON: 6 MB and 100 bytes, which its error names.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_ANSWER_BYTES = 6 * 1024 * 1024 + 100;

// No character takes more as JSON, `\u0000`. Measuring costs as much as writing, so it is left out where it can be.
const MOST_BYTES_OF_A_CHARACTER = 6;
const SAFE_LENGTH = (MAX_ANSWER_BYTES - 64 * 1024) / MOST_BYTES_OF_A_CHARACTER; // the rest is for headers

/** The result, unless Lambda would drop it: then `ANSWER_TOO_LARGE`, when whatever was asked for is done already. */
export function withinLimit(route: Route, result: APIGatewayProxyResult): APIGatewayProxyResult {
  if (result.body.length <= SAFE_LENGTH) return result;
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= MAX_ANSWER_BYTES) return result;
  throw answerTooLarge(route, bytes);
}

function answerTooLarge({ method }: Route, bytes: number): DomainError {
  const advice =
    method === 'GET'
      ? 'ask for less, with a smaller limit, fields=summary or without links.'
      : 'your request was carried out all the same: do not repeat it, look at what is there now.';
  return new DomainError(
    'ANSWER_TOO_LARGE',
    `The answer has ${bytes} bytes, more than the ${MAX_ANSWER_BYTES} that can be sent; ${advice}`,
    { answer_bytes: bytes, max_answer_bytes: MAX_ANSWER_BYTES },
  );
}
