import { expect, test } from 'vitest';
import { createMemoryVersionStore } from '../../../functions/adapters/memory/version-store.ts';
import { freezing } from '../../../functions/domain/freeze.ts';
import type { News } from '../../../functions/domain/news.ts';
import { type NewsFilter, readNews } from '../../../functions/usecases/read-news.ts';

const versions = createMemoryVersionStore();
const START = Date.UTC(2026, 0, 1);
for (let n = 0; n < 30; n++) {
  const frozenAt = new Date(START + n);
  const freeze = { reason: `${n}`, frozenBy: null, frozenAt, until: new Date(START + 3_600_000) };
  await versions.setNamespaceFreeze(['a', 'b', 'c'][n % 3] as string, freezing(freeze));
}

async function pagesOf(filter: NewsFilter, limit: number, lookAt?: number): Promise<News[][]> {
  const pages: News[][] = [];
  for (let before: string | null | undefined; before !== null; ) {
    const { news, next } = await readNews({ versions }, { ...filter, before }, limit, lookAt);
    pages.push([...news]);
    before = next;
  }
  return pages;
}

const newestFirst = Array.from({ length: 30 }, (_, n) => 29 - n);
const numbersOf = (pages: readonly News[][]) => pages.flat().map(({ message }) => Number(message));

test.each([1, 7, 29, 30, 31])('pages of %i join to the whole, newest first', async (limit) => {
  const pages = await pagesOf({}, limit);

  expect(numbersOf(pages)).toEqual(newestFirst);
  expect(pages).toHaveLength(Math.ceil(30 / limit));
});

test('a namespace, and what the caller may read, leave out the rest', async () => {
  const ofB = newestFirst.filter((n) => n % 3 === 1);
  const ofBAndC = newestFirst.filter((n) => n % 3 !== 0);

  expect(numbersOf(await pagesOf({ namespace: 'b' }, 4))).toEqual(ofB);
  expect(numbersOf(await pagesOf({ among: ['b', 'c'] }, 4))).toEqual(ofBAndC);
  expect(numbersOf(await pagesOf({ among: [] }, 4))).toEqual([]);
});

test('a request looks at so many and no more, and the next goes on from there', async () => {
  const pages = await pagesOf({ namespace: 'a' }, 4, 10);

  expect(pages.map((page) => page.length)).toEqual([3, 3, 4]);
  expect(numbersOf(pages)).toEqual(newestFirst.filter((n) => n % 3 === 0));
});
