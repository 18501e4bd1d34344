// The whole history of a pipeline, read page by page as a client would.
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import type { Api, SuccessBody } from './api.ts';

export type Version = SuccessBody<'getVersion'>;
type Page = SuccessBody<'listVersions'>;

/** Newest first; `whilePaging` runs between two pages. */
export async function readPages(
  api: Api,
  pipeline: Pipeline,
  query: Readonly<Record<string, string | number>> = {},
  whilePaging: () => Promise<unknown> = async () => undefined,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  let cursor: string | null = null;
  do {
    const range: Readonly<Record<string, string>> = cursor === null ? {} : { cursor };
    const { body } = await api.ok('listVersions', { params: pipeline, query: { ...query, ...range } });
    pages.push(body);
    cursor = body.next_cursor;
    if (cursor !== null) await whilePaging();
  } while (cursor !== null);
  return pages;
}

/** Oldest first, with their files. */
export async function readHistory(api: Api, pipeline: Pipeline): Promise<readonly Version[]> {
  const pages = await readPages(api, pipeline, { limit: 200 });
  return pages.flatMap(({ versions }) => versions as readonly Version[]).toReversed();
}

/** 1, 2, 3, … up to `last`. */
export function numbersTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
