// Replaces what differs from run to run by values that look alike and stay the same: the n-th new value of a kind
// becomes that kind's n-th stand-in.
import { createHash } from 'node:crypto';

interface Kind {
  readonly pattern: RegExp;
  /** Two values with the same identity are one. */
  identity(value: string, field: string | undefined): string | null;
  standIn(count: number): string;
}

const VERSION_TIMES = ['created_at', 'published_at'];

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');

const KINDS: readonly Kind[] = [
  {
    // The ETag of an answer that depends on ids and times.
    pattern: /(?<=^")[\w-]{43}(?="$)/g,
    identity: (etag) => etag,
    standIn: (count) => hashOf(`ETag ${count}`),
  },
  {
    pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
    identity: (uuid) => uuid,
    standIn: (count) => `019abf45-a200-7000-8000-${String(count).padStart(12, '0')}`,
  },
  {
    // The id of an event, which follows from its time.
    pattern: /(?<="id":")[0-9a-f-]{36}(?=","type":"\w+\.)/g,
    identity: (id) => id,
    standIn: (count) => `019abf45-a200-5000-8000-${String(count).padStart(12, '0')}`,
  },
  {
    // A cursor of the feed, which has a time.
    pattern: /(?<="next_cursor":")eyJiZWZvcmUi[\w-]+/g,
    identity: (cursor) => cursor,
    standIn: (count) => Buffer.from(JSON.stringify({ before: `event ${count}` })).toString('base64url'),
  },
  {
    // With the name of its field, so that two times that fall into one millisecond by chance stay apart. S3 has whole
    // seconds only, in which files may or may not fall together.
    pattern: /(?<="(\w+)":")\d{4}-\d\d-\d\dT[\d:.]+Z/g,
    identity: (time, field = '') => {
      if (field === 'last_modified') return field;
      return `${VERSION_TIMES.includes(field) ? 'version' : field} ${time}`;
    },
    standIn: (count) => new Date(Date.UTC(2026, 10, 26, 9, count)).toISOString(),
  },
  {
    // S3 version IDs; an MD5 is as long, in hex.
    pattern: /(?<![\w.])[\w.]{32}(?![\w.])/g,
    identity: (id) => (/^[0-9a-f]+$/.test(id) ? null : id),
    standIn: (count) =>
      createHash('sha512').update(`version ${count}`).digest('base64').replaceAll(/\W/g, '').slice(0, 32),
  },
];

const LINK = /(https?:\/\/)[^/"]+(\/[^"?]*)\?[^"]*(versionId=[\w.]+)[^"]*/g;

/** Remembers what it has seen: use one for all texts that belong together. */
export function createStableText(): (text: string) => string {
  const replacers = KINDS.map(createReplacer);
  return (text) =>
    replacers
      .reduce((result, replace) => replace(result), text)
      .replaceAll(LINK, '$1127.0.0.1:9000$2?$3&X-Amz-Signature=…');
}

function createReplacer({ pattern, identity, standIn }: Kind): (text: string) => string {
  const standIns = new Map<string, string>();
  function stable(value: string, field?: unknown): string {
    const key = identity(value, typeof field === 'string' ? field : undefined);
    if (key === null) return value;
    const known = standIns.get(key) ?? standIn(standIns.size + 1);
    standIns.set(key, known);
    return known;
  }
  return (text) => text.replaceAll(pattern, stable);
}
