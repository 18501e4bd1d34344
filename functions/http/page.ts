// One page of a list: up to so many rows, and no more bytes than a Lambda answer may hold.

// Lambda allows 6 MB for the whole answer, in which the body is a JSON text inside a JSON text:
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. The rest is for headers and the envelope.
export const MAX_PAGE_BYTES = 5_500_000;

/**
 * Rows of `items` as `present` shows them: one at least if there is one, `limit` at most, `maxBytes` if it can be.
 * `isWhole` says that there are no more items.
 */
export async function takePage<T, Row>(
  items: AsyncIterable<T>,
  limit: number,
  present: (item: T) => Row,
  maxBytes = MAX_PAGE_BYTES,
): Promise<{ readonly rows: readonly Row[]; readonly last: T | null; readonly isWhole: boolean }> {
  const rows: Row[] = [];
  let last: T | null = null;
  let bytes = 0;
  for await (const item of items) {
    const row = present(item);
    bytes += bytesInAnswer(row);
    if (rows.length > 0 && bytes > maxBytes) return { rows, last, isWhole: false };
    rows.push(row);
    last = item;
    if (rows.length === limit) return { rows, last, isWhole: false };
  }
  return { rows, last, isWhole: true };
}

/** Whether Lambda can carry this as a whole answer. */
export function fitsAnswer(body: unknown): boolean {
  return bytesInAnswer(body) <= MAX_PAGE_BYTES;
}

export function bytesInAnswer(row: unknown): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(row)));
}
