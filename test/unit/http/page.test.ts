import { expect, test } from 'vitest';
import { fitsAnswer, takePage } from '../../../functions/http/page.ts';

/** Rows 1, 2, 3 …; each quote of their texts takes four bytes in an answer, a JSON text inside a JSON text. */
async function* rows(count: number, quotes: number) {
  for (let n = 1; n <= count; n++) yield { n, text: '"'.repeat(quotes) };
}

test('a page ends at its limit', async () => {
  const page = await takePage(rows(10, 1), 3, ({ n }) => n);

  expect(page).toMatchObject({ rows: [1, 2, 3], last: { n: 3 } });
});

test('a page is no larger than its bytes, counted as they stand escaped in the answer', async () => {
  const page = await takePage(rows(10, 1_000), 10, (row) => row, 20_000);

  expect(Buffer.byteLength(JSON.stringify(JSON.stringify(page.rows)))).toBeLessThanOrEqual(20_000);
  expect(page.rows.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
  expect(page.last?.n).toBe(4);
});

test('a page has one row even if that alone is too large', async () => {
  const page = await takePage(rows(2, 1_000), 10, (row) => row, 10);

  expect(page).toMatchObject({ rows: [{ n: 1 }], last: { n: 1 } });
  expect(page.rows).toHaveLength(1);
});

test('a page of nothing is empty', async () => {
  const page = await takePage(rows(0, 1), 10, (row) => row);

  expect(page).toEqual({ rows: [], last: null, isWhole: true });
});

test('an answer that Lambda cannot carry is known before it is sent', () => {
  const link = `https://bucket.example/key?X-Amz-Security-Token=${'t'.repeat(1_400)}`;
  const manifest = (files: number) => Array.from({ length: files }, () => ({ url: link, again: link }));

  const fits = [1_000, 2_000].map((files) => fitsAnswer(manifest(files)));

  expect(fits).toEqual([true, false]);
});
