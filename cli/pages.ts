// Follows next_cursor until there are as many rows as wanted.
import { Unreachable } from '../client/errors.ts';

const PAGE = 200;

const GOES_ROUND =
  'The service answered a next_cursor that it had answered before, not as this service does; is the address right?';

interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

/**
 * `more` is the cursor of what was left, `null` if nothing was. A page may be empty and have a next one: its filter may have
 * left everything out. Throws `Unreachable` for a cursor that leads back to a page that was read, as none of this service does.
 */
export async function collectPages<T>(
  limit: number,
  readPage: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<T>>,
): Promise<{ readonly rows: readonly T[]; readonly more: string | null }> {
  const rows: T[] = [];
  const followed = new Set<string | null>();
  let next: string | null = null;
  do {
    const size = Math.min(PAGE, limit - rows.length);
    const page: Page<T> = await readPage({ limit: size, ...(next !== null && { cursor: next }) });
    rows.push(...page.rows);
    next = page.next;
    if (followed.has(next)) throw new Unreachable(GOES_ROUND);
    followed.add(next);
  } while (next !== null && rows.length < limit);
  return { rows, more: next };
}
