import { describe, expect, test } from 'vitest';
import { targetUrl } from '../../client/target-url.ts';

const template = '/p/{name}/files/{path}';
const urlOf = (path: string, name = 'orders') => targetUrl('http://host/v1/', template, { name, path }).href;

describe('the path of a file', () => {
  test('keeps its slashes and nothing else that means something in a URL', () => {
    expect(urlOf('tests/a b+c%2F?#ü.sql')).toBe(
      'http://host/v1/p/orders/files/tests/a%20b%2Bc%252F%3F%23%C3%BC.sql',
    );
  });

  test.each(['..', '.', '../../publish', 'a/./b'])('cannot lead elsewhere: %s', (path) => {
    expect(() => urlOf(path)).toThrow(RangeError);
  });
});

test('other parameters are one segment', () => {
  expect(urlOf('x', 'a/publish')).toBe('http://host/v1/p/a%2Fpublish/files/x');
});

test('a query has what is given, and nothing for what is not', () => {
  const { search } = targetUrl('http://host', '/p', {}, { limit: 3, cursor: undefined, draft_dirty: false });

  expect(search).toBe('?limit=3&draft_dirty=false');
});
