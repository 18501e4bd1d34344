// Follows next_cursor until there are as many rows as wanted.

const PAGE = 200;

interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

/** `more` is the cursor of what was left, `null` if nothing was. */
export async function collectPages<T>(
  limit: number,
  readPage: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<T>>,
): Promise<{ readonly rows: readonly T[]; readonly more: string | null }> {
  const rows: T[] = [];
  let next: string | null = null;
  do {
    const size = Math.min(PAGE, limit - rows.length);
    const page: Page<T> = await readPage({ limit: size, ...(next !== null && { cursor: next }) });
    rows.push(...page.rows);
    next = page.next;
  } while (next !== null && rows.length < limit);
  return { rows, more: next };
}
