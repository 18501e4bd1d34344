// Which files checks look at. Apart from the rules, whose parser of YAML most functions do without.
import { inReadingOrder, isCandidate } from '../snapshot.ts';
import { type Finding, ofFile } from './finding.ts';
import { MAX_POINTER_BYTES } from './text-rules.ts';

/** Larger files are not read. In bytes. */
export const MAX_CHECKED_BYTES = 256 * 1024;

/** The library needs a second or two of CPU for the most hostile text of this size, in bytes; larger is not parsed. */
export const MAX_YAML_BYTES = 64 * 1024;

/** Of one pipeline. */
export const MAX_READ_FILES = 1_000;
export const MAX_READ_BYTES = 64 * 1024 * 1024;

const TEXT = /\.(?:sql|py|ya?ml)$/i;
const YAML = /\.ya?ml$/i;

interface Sized {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

export const isText = (path: string) => TEXT.test(path);
export const isYaml = (path: string) => YAML.test(path);

/** Text that has rules; of other files, empty sources and those that are short enough to be a pointer of Git LFS. */
export function isToBeRead({ path, size }: Sized): boolean {
  return isText(path) || (size > 0 ? size <= MAX_POINTER_BYTES : isCandidate(path));
}

/** Text that is never read, or YAML that is never parsed. */
export function exceedsLimits({ path, size }: Sized): boolean {
  return isText(path) && size > (isYaml(path) ? MAX_YAML_BYTES : MAX_CHECKED_BYTES);
}

/**
 * The paths that checks never look at because there are more than they read: all but the first, as people read a
 * pipeline. It follows from the files alone, so what an earlier version's checks have looked at can be told from its pins.
 */
export function beyondLimits(files: readonly Sized[]): ReadonlySet<string> {
  const texts = files.filter((file) => isToBeRead(file) && file.size <= MAX_CHECKED_BYTES);
  if (countAffordable(texts) === texts.length) return new Set();
  const ordered = inReadingOrder(texts);
  return new Set(ordered.slice(countAffordable(ordered)).map(({ path }) => path));
}

function countAffordable(files: readonly Sized[]): number {
  let bytes = 0;
  const first = files.findIndex(({ size }, index) => {
    bytes += size;
    return index === MAX_READ_FILES || bytes > MAX_READ_BYTES;
  });
  return first === -1 ? files.length : first;
}

export function notRead(size: number, most = MAX_CHECKED_BYTES): Finding {
  return ofFile(
    'not-read',
    `The file has ${size} bytes, more than the ${most} that are read for checks; it was not checked.`,
  );
}
