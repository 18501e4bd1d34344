// Conditional reads: If-Match and its relatives, as RFC 9110 section 13.2.2 orders them.
import { preconditionFailed, S3Error } from '../errors.ts';
import type { ObjectVersion } from '../records.ts';

const bare = (tag: string): string =>
  tag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');

/** `*`, one tag or a list of them; S3 also takes tags without quotes. */
export const matchesTag = (header: string, etag: string): boolean =>
  header.split(',').some((tag) => tag.trim() === '*' || bare(tag) === etag);

/** Of a write: one tag, with quotes or without, and never a list. */
export const isTag = (header: string, etag: string): boolean =>
  header.trim().replace(/^"(.*)"$/, '$1') === etag;

/** HTTP dates have whole seconds; undefined where there is no such header or it is not a date. */
function httpDate(header: string | undefined): number | undefined {
  const time = Date.parse(header ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** AWS ignores a time in the future: no object can have been modified since. */
function pastDate(header: string | undefined): number | undefined {
  const time = httpDate(header);
  return time !== undefined && time <= Date.now() ? time : undefined;
}

export interface ReadConditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
}

type Outcome = 'ok' | { readonly failed: string } | { readonly notModified: string };

export function evaluate(conditions: ReadConditions, { etag, lastModified }: ObjectVersion): Outcome {
  const seconds = Math.floor(lastModified / 1000) * 1000;
  const { ifMatch, ifNoneMatch } = conditions;
  const unmodifiedSince = httpDate(conditions.ifUnmodifiedSince);
  const modifiedSince = pastDate(conditions.ifModifiedSince);
  if (ifMatch !== undefined) {
    if (!matchesTag(ifMatch, etag)) return { failed: 'If-Match' };
  } else if (unmodifiedSince !== undefined && seconds > unmodifiedSince) {
    return { failed: 'If-Unmodified-Since' };
  }
  if (ifNoneMatch !== undefined)
    return matchesTag(ifNoneMatch, etag) ? { notModified: 'If-None-Match' } : 'ok';
  const isOld = modifiedSince !== undefined && seconds <= modifiedSince;
  return isOld ? { notModified: 'If-Modified-Since' } : 'ok';
}

/** The headers `if-match` and its relatives, all of them with the same prefix. */
const readConditions = (headers: Readonly<Record<string, string>>, prefix = ''): ReadConditions => ({
  ifMatch: headers[`${prefix}if-match`],
  ifNoneMatch: headers[`${prefix}if-none-match`],
  ifModifiedSince: headers[`${prefix}if-modified-since`],
  ifUnmodifiedSince: headers[`${prefix}if-unmodified-since`],
});

/** Of a GET or HEAD: 412, or 304 with the headers that a cache wants. */
export function checkRead(
  headers: Readonly<Record<string, string>>,
  version: ObjectVersion,
  cacheHeaders: Readonly<Record<string, string>>,
): void {
  const outcome = evaluate(readConditions(headers), version);
  if (outcome === 'ok') return;
  if ('failed' in outcome) throw preconditionFailed(outcome.failed);
  throw new S3Error('NotModified', 'Not Modified', { headers: cacheHeaders });
}

const COPY_SOURCE = 'x-amz-copy-source-';

/** Of the source of a copy: 412 in every case. */
export function checkCopySource(headers: Readonly<Record<string, string>>, version: ObjectVersion): void {
  const outcome = evaluate(readConditions(headers, COPY_SOURCE), version);
  if (outcome === 'ok') return;
  throw preconditionFailed(COPY_SOURCE + ('failed' in outcome ? outcome.failed : outcome.notModified));
}
