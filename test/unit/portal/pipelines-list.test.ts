// Which pipelines are listed, in which order, and where their rows begin.
import { expect, test } from 'vitest';
import type { Pipeline } from '../../../client/types.ts';
import {
  addressOfFilter,
  type Filter,
  filterOf,
  matching,
  NO_FILTER,
} from '../../../portal/pipelines/filter.ts';
import { grouped, inOrder, neighbour, type Row } from '../../../portal/pipelines/grouped.ts';
import { countOf } from '../../../portal/pipelines/list-head.tsx';
import { rowStarts, shiftOf } from '../../../portal/pipelines/row-starts.ts';

function pipeline(path: string, given: Partial<Pipeline> = {}): Pipeline {
  const [namespace, layer, name] = path.split('/') as [string, Pipeline['layer'], string];
  return {
    ...{ id: path, namespace, layer, name, s3_path: '', type: 'sql', draft_dirty: false, latest_version: 1 },
    ...{ message: 'Drop orders\nwithout a customer', published_at: null, published_by: 'Ada' },
    draft: { fingerprint: '', file_count: 1, observed_at: '' },
    ...given,
  };
}

const keys = (rows: readonly Row[]) => rows.map(({ key }) => key);

test.each<[Partial<Filter>, boolean]>([
  [{}, true],
  [{ text: ' \t' }, true],
  [{ text: 'CLEAN ada' }, true],
  [{ text: 'customer drop' }, true],
  [{ text: 'shop/silver/clean' }, true],
  [{ text: 'clean nobody' }, false],
  [{ text: 'ordersdrop' }, false],
  [{ text: '.*' }, false],
  [{ namespace: 'shop' }, true],
  [{ namespace: 'sho' }, false],
  [{ layer: 'gold' }, false],
  [{ onlyUnpublished: true }, false],
])('%j finds a published pipeline: %s', (filter, isFound) => {
  const isMatch = matching({ ...NO_FILTER, ...filter });

  expect(isMatch(pipeline('shop/silver/clean_orders'))).toBe(isFound);
});

test('a pipeline without message and author is no match for the word null', () => {
  const fresh = pipeline('a/gold/b', { message: null, published_by: null, draft_dirty: null });

  expect(matching({ ...NO_FILTER, text: 'null' })(fresh)).toBe(false);
  expect(matching({ ...NO_FILTER, onlyUnpublished: true })(fresh)).toBe(false);
});

test('unpublished changes are those of a dirty draft', () => {
  const isMatch = matching({ ...NO_FILTER, onlyUnpublished: true });

  expect(isMatch(pipeline('a/gold/b', { draft_dirty: true }))).toBe(true);
});

test.each<Partial<Filter>>([
  {},
  { text: ' a&b=c #%?+/ü ' },
  { namespace: 'shop', layer: 'gold', onlyUnpublished: true },
])('the address of %j reads back the same', (given) => {
  const filter = { ...NO_FILTER, ...given };

  const { search } = new URL(addressOfFilter(filter), 'http://localhost');

  expect(filterOf(search)).toEqual(filter);
});

test('without a filter the address is bare', () => {
  expect(addressOfFilter(NO_FILTER)).toBe('/');
});

test('layers come in the order of their data, and a pipeline read twice is listed once, as it was read last', () => {
  const read = ['b/gold/x', 'a/gold/x', 'a/bronze/z', 'a/silver/m', 'a/bronze/b', 'a/gold/x'].map(
    (path, index) => pipeline(path, { latest_version: index }),
  );

  const ordered = inOrder(read, ['bronze', 'silver', 'gold']);

  expect(ordered.map(({ id }) => id)).toEqual([
    'a/bronze/b',
    'a/bronze/z',
    'a/silver/m',
    'a/gold/x',
    'b/gold/x',
  ]);
  expect(ordered.find(({ id }) => id === 'a/gold/x')?.latest_version).toBe(5);
});

test('a heading with the count is above the pipelines of a layer, and stepping goes over it', () => {
  const rows = grouped(['a/bronze/x', 'a/bronze/y', 'b/gold/x'].map((path) => pipeline(path)));

  expect(keys(rows)).toEqual(['a / bronze', 'a/bronze/x', 'a/bronze/y', 'b / gold', 'b/gold/x']);
  expect(rows[0]).toMatchObject({ kind: 'group', count: 2 });
  expect(neighbour(rows, -1, 1)).toBe(1);
  expect(neighbour(rows, 2, 1)).toBe(4);
  expect(neighbour(rows, 4, -1)).toBe(2);
  expect(neighbour(rows, 1, -1)).toBeUndefined();
  expect(neighbour(rows, 4, 1)).toBeUndefined();
});

test('rows that come above what is read are made up for by their height', () => {
  const heights = { group: 30, pipeline: 50 };
  const placed = (paths: readonly string[]) => {
    const rows = grouped(paths.map((path) => pipeline(path)));
    return { rows, starts: rowStarts(rows, heights) };
  };
  const before = placed(['b/gold/x', 'b/gold/y']);
  const after = placed(['a/gold/x', 'b/gold/w', 'b/gold/x', 'b/gold/y']);

  expect(before.starts).toEqual([0, 30, 80, 130]);
  expect(shiftOf(before, after, 79)).toBe(130);
  expect(shiftOf(before, placed(['a/gold/x']), 79)).toBe(0);
});

test.each([
  [0, 1, '0 of 1 pipeline'],
  [1, 1, '1 pipeline'],
  [12, 2_000, '12 of 2,000 pipelines'],
  [2_000, 2_000, '2,000 pipelines'],
])('%d of %d are %s', (found, all, words) => {
  expect(countOf(found, all)).toBe(words);
});
