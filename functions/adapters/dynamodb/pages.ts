// The pages of a query or a scan, item by item.
import type { Item } from './items.ts';
import { ask } from './request.ts';

// One more than expected: a page that is filled to the last item would make the caller ask for an empty one.
export function sizeOf({ expected }: { readonly expected?: number | undefined }): { pageSize?: number } {
  return expected === undefined ? {} : { pageSize: expected + 1 };
}

export async function* pages(paginator: AsyncIterable<{ Items?: Item[] | undefined }>): AsyncGenerator<Item> {
  const next = paginator[Symbol.asyncIterator]();
  for (;;) {
    const page = await ask(() => next.next());
    if (page.done) return;
    yield* page.value.Items ?? [];
  }
}
