import { describe, expect, test } from 'vitest';
import { matchJson, matchOutput, matchText } from './match-output.ts';

describe('json', () => {
  test('every field shown must be there with the same value, and others may be', () => {
    const actual = { number: 2, message: 'Two', nested: { a: 1, b: null } };

    expect(matchJson({ number: 2, nested: { b: null } }, actual)).toEqual([]);
    expect(matchJson({ number: 1 }, actual)).toEqual(['$.number: expected 1, was 2']);
    expect(matchJson({ nested: { c: 1 } }, actual)).toEqual(['$.nested.c: is missing']);
    expect(matchJson({ nested: { a: '1' } }, actual)).toEqual(['$.nested.a: expected "1", was 1']);
    expect(matchJson({ number: null }, actual)).toEqual(['$.number: expected null, was 2']);
  });

  test('"…" stands for any value that is there, and in a string for any characters', () => {
    expect(matchJson({ id: '…', at: '2026-…Z' }, { id: { a: [1] }, at: '2026-01-02T03:04:05.678Z' })).toEqual(
      [],
    );
    expect(matchJson({ id: '…' }, { id: null })).toEqual([]);
    expect(matchJson({ id: '…' }, {})).toEqual(['$.id: is missing']);
    expect(matchJson({ key: 'a.b…' }, { key: 'aXb' })).toHaveLength(1);
    expect(matchJson({ a: 1, '…': '…' }, { a: 1 })).toEqual([]);
  });

  test('arrays have the same items in the same order', () => {
    expect(matchJson([{ n: 2 }, { n: 1 }], [{ n: 2, x: 0 }, { n: 1 }])).toEqual([]);
    expect(matchJson([{ n: 2 }, { n: 1 }], [{ n: 2 }, { n: 3 }])).toEqual(['$[1].n: expected 1, was 3']);
    expect(matchJson([1], [1, 2])).toEqual(['$: expected [1], was [1,2]']);
    expect(matchJson([], { length: 0 })).toHaveLength(1);
  });

  test('an item "…" stands for any number of items', () => {
    expect(matchJson([3, '…'], [3, 2, 1])).toEqual([]);
    expect(matchJson(['…', { n: 1 }], [{ n: 2 }, { n: 1 }])).toEqual([]);
    expect(matchJson([3, '…'], [3])).toEqual([]);
    expect(matchJson(['…', 1], [1, 2])).toHaveLength(1);
  });

  test('output that is not JSON does not match', () => {
    const block = { line: 1, name: null, info: 'json', text: '{}' };

    expect(matchOutput(block, '{"a": 1}\n')).toEqual([]);
    expect(matchOutput(block, 'curl: (7) Failed')).toEqual([expect.stringContaining('not JSON')]);
  });
});

describe('text', () => {
  test('the lines are equal but for white space at their ends', () => {
    expect(matchText('one\ntwo', 'one\ntwo  \n')).toEqual([]);
    expect(matchText('one\ntwo', 'one\ntwo\nthree')).toHaveLength(1);
    expect(matchText('one', 'One')).toHaveLength(1);
  });

  test('columns may be of any width', () => {
    expect(matchText('a   b\nc   d', 'a     b\nc     d')).toEqual([]);
    expect(matchText('a b', 'a  b')).toHaveLength(1);
  });

  test('"…" stands for any characters of its line, and alone for any number of lines', () => {
    expect(matchText('id … made (1)', 'id 4711 made (1)')).toEqual([]);
    expect(matchText('id …', 'id 1\nid 2')).toHaveLength(1);
    expect(matchText('first\n…\nlast', 'first\n1\n2\nlast')).toEqual([]);
    expect(matchText('first\n…\nlast', 'first\nlast')).toEqual([]);
    expect(matchText('first\n…\nlast', 'first\nlast\nmore')).toHaveLength(1);
  });
});
