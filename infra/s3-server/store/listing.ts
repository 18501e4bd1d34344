// One page of a listing: entries under a prefix, those with a delimiter in the rest of the key rolled up.
// The cost depends on the page, not on the bucket: it seeks to its start and over what it rolls up.
import { after, decodeKey, encodeKey, encodePrefix, encodeVersion } from './key-codec.ts';
import type { KeySpace } from './levels.ts';
import { type Bounds, type Step, scan } from './scan.ts';

export interface ListQuery {
  readonly bucket: string;
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  readonly maxKeys: number;
}

export interface Entry<V> {
  readonly kind: 'entry';
  readonly key: string;
  readonly value: V;
  /** The first entry of its key in the bucket, not merely on the page. */
  readonly isFirst: boolean;
}

export type Item<V> = Entry<V> | { readonly kind: 'prefix'; readonly key: string };

export interface Page<V> {
  readonly items: readonly Item<V>[];
  readonly isTruncated: boolean;
}

/** The common prefix that stands for the key in the listing. */
function groupOf(key: string, { prefix, delimiter }: ListQuery): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

export interface Position {
  /** Where the page begins. */
  readonly resume: Buffer;
  /** Where the walk begins: earlier, if it has to see the newest version of the key it resumes in. */
  readonly from: Buffer;
}

export function fromStart({ bucket, prefix }: ListQuery): Position {
  const start = encodePrefix(bucket, prefix);
  return { resume: start, from: start };
}

/** After all of the key, and after all that is rolled up together with it. */
export function afterKey(query: ListQuery, key: string): Position {
  const group = groupOf(key, query);
  const resume = after(
    group === undefined ? encodeKey(query.bucket, key) : encodePrefix(query.bucket, group),
  );
  return { resume, from: resume };
}

/** After one version of the key, which need not exist any more. */
export function afterVersion(query: ListQuery, key: string, sequence: number): Position {
  if (groupOf(key, query) !== undefined) return afterKey(query, key);
  return { resume: after(encodeVersion(query.bucket, key, sequence)), from: encodeKey(query.bucket, key) };
}

function boundsOf(query: ListQuery, from: Buffer): Bounds {
  const start = encodePrefix(query.bucket, query.prefix);
  return { gte: Buffer.compare(from, start) < 0 ? start : from, lt: after(start) };
}

export async function listPage<V>(
  space: KeySpace<Buffer, V>,
  query: ListQuery,
  { resume, from }: Position,
): Promise<Page<V>> {
  const items: Item<V>[] = [];
  if (query.maxKeys === 0) return { items, isTruncated: false };
  let isTruncated = false;
  let previous: string | undefined;

  function visit(encoded: Buffer, value: V): Step {
    const key = decodeKey(encoded, query.bucket);
    const isFirst = key !== previous;
    previous = key;
    if (Buffer.compare(encoded, resume) < 0) return resume;
    if (items.length === query.maxKeys) {
      isTruncated = true;
      return 'stop';
    }
    const group = groupOf(key, query);
    items.push(group === undefined ? { kind: 'entry', key, value, isFirst } : { kind: 'prefix', key: group });
    return group === undefined ? undefined : after(encodePrefix(query.bucket, group));
  }

  await scan(space, boundsOf(query, from), visit);
  return { items, isTruncated };
}
