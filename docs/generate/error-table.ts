// Every code that the API answers, with its status and what it means.
import { errorReplies, RETRY_AFTER_SECONDS, type ReplyCode } from '../../functions/http/error-reply.ts';
import { errorMeanings } from './error-meanings.ts';

export function errorTable(): string {
  const codes = Object.keys(errorMeanings) as ReplyCode[];
  const rows = codes
    .toSorted((a, b) => errorReplies[a][0] - errorReplies[b][0])
    .map((code) => {
      const [status, family] = errorReplies[code];
      const after = RETRY_AFTER_SECONDS[code];
      const retry = after === undefined ? '' : `. \`Retry-After: ${after}\``;
      return `| ${status} | \`${code}\` | \`${family}\` | ${errorMeanings[code]}${retry} |`;
    });
  return ['| status | `code` | `type` | when |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
