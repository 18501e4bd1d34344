// Versions in the history stand under the day on which they were made, in the reader's own time.

const inFull = new Intl.DateTimeFormat('en', { dateStyle: 'full' });

/** `Today`, `Yesterday` or `Friday, November 20, 2026`. */
export function dayOf(time: string, now = new Date()): string {
  const day = new Date(time);
  if (isSame(day, now)) return 'Today';
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return isSame(day, before) ? 'Yesterday' : inFull.format(day);
}

const isSame = (one: Date, other: Date) => one.toDateString() === other.toDateString();

interface Made {
  readonly created_at: string;
}

/** The day to write above a version; `undefined` if the newer one above it has the same, or is not known yet. */
export function dayAbove(version: Made | undefined, newer: Made | undefined, isNewest: boolean) {
  if (version === undefined || (newer === undefined && !isNewest)) return undefined;
  const day = dayOf(version.created_at);
  return newer !== undefined && dayOf(newer.created_at) === day ? undefined : day;
}
