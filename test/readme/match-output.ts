// Compares what a command printed with what the README says it prints. Both matchers return one line per difference,
// none if it matches. "…" stands for what changes from run to run or does not matter.
import type { Block } from './page.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };

export function matchOutput({ info, text }: Block, output: string): readonly string[] {
  return info === 'json' ? matchJsonText(text, output) : matchText(text, output);
}

function matchJsonText(expected: string, output: string): readonly string[] {
  try {
    return matchJson(JSON.parse(expected), JSON.parse(output));
  } catch (error) {
    return [`not JSON: ${error instanceof Error ? error.message : error}`];
  }
}

/**
 * Every field shown must be there with the same value; others may be. A string "…" stands for any value, and inside a
 * longer string for any characters. Arrays have the same items, where an item "…" stands for any number of them.
 */
export function matchJson(expected: Json, actual: Json | undefined, path = '$'): readonly string[] {
  if (actual === undefined) return [`${path}: is missing`];
  if (typeof expected === 'string' && typeof actual === 'string' && fits(expected, actual)) return [];
  if (expected === '…' || expected === actual) return [];
  if (isArray(expected) && isArray(actual)) return matchArrays(expected, actual, path);
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected)
      .filter(([field]) => field !== '…')
      .flatMap(([field, value]) => matchJson(value, actual[field], `${path}.${field}`));
  }
  return [`${path}: expected ${JSON.stringify(expected)}, was ${JSON.stringify(actual)}`];
}

function matchArrays(expected: readonly Json[], actual: readonly Json[], path: string): readonly string[] {
  if (!expected.includes('…') && expected.length === actual.length) {
    return expected.flatMap((item, index) => matchJson(item, actual[index], `${path}[${index}]`));
  }
  if (sequenceFits(expected, actual, (one, other) => matchJson(one, other).length === 0)) return [];
  return [`${path}: expected ${JSON.stringify(expected)}, was ${JSON.stringify(actual)}`];
}

/**
 * Line by line; "…" stands for any characters of its line, and alone on a line for any number of lines. Columns may be
 * of any width: two or more spaces equal any other two or more.
 */
export function matchText(expected: string, actual: string): readonly string[] {
  const lines = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd().replaceAll(/ {2,}/g, '  '));
  return sequenceFits(lines(expected), lines(actual), fits) ? [] : ['the lines differ'];
}

/** Whether the items fit one by one, where an expected "…" takes up any number of them. */
function sequenceFits<T>(
  [expected, ...laterExpected]: readonly (T | '…')[],
  actual: readonly T[],
  fitsItem: (expected: T, actual: T) => boolean,
): boolean {
  if (expected === undefined) return actual.length === 0;
  const [first, ...later] = actual;
  if (expected === '…') {
    if (sequenceFits(laterExpected, actual, fitsItem)) return true;
    return first !== undefined && sequenceFits([expected, ...laterExpected], later, fitsItem);
  }
  return first !== undefined && fitsItem(expected, first) && sequenceFits(laterExpected, later, fitsItem);
}

function fits(expected: string, actual: string): boolean {
  return new RegExp(`^${expected.split('…').map(escaped).join('.*')}$`, 's').test(actual);
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is { readonly [field: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
