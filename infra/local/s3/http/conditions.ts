// Conditional reads: If-Match and its relatives, as RFC 9110 section 13.2.2 orders them.
import { preconditionFailed, S3Error } from '../errors.ts';
import type { ObjectVersion } from '../store/records.ts';

const bare = (tag: string): string =>
  tag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');

/** `*`, one tag or a list of them; S3 also takes tags without quotes. */
export const matchesTag = (header: string, etag: string): boolean =>
  header.split(',').some((tag) => tag.trim() === '*' || bare(tag) === etag);

/** HTTP dates have whole seconds; undefined where there is no such header or it is not a date. */
function httpDate(header: string | undefined): number | undefined {
  const time = Date.parse(header ?? '');
  return Number.isNaN(time) ? undefined : time;
}

export interface ReadConditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
}

type Outcome = 'ok' | 'not-modified' | { readonly failed: string };

export function evaluate(conditions: ReadConditions, { etag, lastModified }: ObjectVersion): Outcome {
  const seconds = Math.floor(lastModified / 1000) * 1000;
  const { ifMatch, ifNoneMatch } = conditions;
  const unmodifiedSince = httpDate(conditions.ifUnmodifiedSince);
  const modifiedSince = httpDate(conditions.ifModifiedSince);
  if (ifMatch !== undefined) {
    if (!matchesTag(ifMatch, etag)) return { failed: 'If-Match' };
  } else if (unmodifiedSince !== undefined && seconds > unmodifiedSince) {
    return { failed: 'If-Unmodified-Since' };
  }
  if (ifNoneMatch !== undefined) return matchesTag(ifNoneMatch, etag) ? 'not-modified' : 'ok';
  return modifiedSince !== undefined && seconds <= modifiedSince ? 'not-modified' : 'ok';
}

/** Of a GET or HEAD: 412, or 304 with the headers that a cache wants. */
export function checkRead(
  headers: Readonly<Record<string, string>>,
  version: ObjectVersion,
  cacheHeaders: Readonly<Record<string, string>>,
): void {
  const outcome = evaluate(
    {
      ifMatch: headers['if-match'],
      ifNoneMatch: headers['if-none-match'],
      ifModifiedSince: headers['if-modified-since'],
      ifUnmodifiedSince: headers['if-unmodified-since'],
    },
    version,
  );
  if (outcome === 'ok') return;
  if (outcome === 'not-modified') throw new S3Error('NotModified', 'Not Modified', { headers: cacheHeaders });
  throw preconditionFailed(outcome.failed);
}

/** Of the source of a copy: 412 in every case. */
export function checkCopySource(headers: Readonly<Record<string, string>>, version: ObjectVersion): void {
  const source = (name: string) => headers[`x-amz-copy-source-${name}`];
  const outcome = evaluate(
    {
      ifMatch: source('if-match'),
      ifNoneMatch: source('if-none-match'),
      ifModifiedSince: source('if-modified-since'),
      ifUnmodifiedSince: source('if-unmodified-since'),
    },
    version,
  );
  if (outcome === 'ok') return;
  throw preconditionFailed(outcome === 'not-modified' ? 'x-amz-copy-source-If-None-Match' : outcome.failed);
}
