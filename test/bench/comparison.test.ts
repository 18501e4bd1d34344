import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { comparison, ratioOf } from './comparison.ts';
import { type Results, readResults } from './results.ts';

const SETTING = { choice: { minio: true } };

/** Each round has one latency, and as much CPU, of the series. */
function results(name: string, latencies: readonly number[], setting: object = SETTING): Results {
  const rounds = latencies.map((latency) => [{ name, latencies: [latency], cpu: [latency / 2], errors: [] }]);
  return { machine: 'a machine', setting: { ...setting }, rounds };
}

const cells = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(/ {2,}/));

function fileWith(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'results-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, 'a.json'), text);
  return join(dir, 'a.json');
}

test('a ratio is of the medians, its spread of all pairs of rounds', () => {
  expect(ratioOf([10, 20, 40], [10, 30, 40])).toEqual({ median: 1.5, least: 0.25, most: 4 });
});

test('without rounds on either side, or with a figure of nothing, there is no ratio', () => {
  expect(ratioOf([], [1])).toBeUndefined();
  expect(ratioOf([1], [])).toBeUndefined();
  expect(ratioOf([0], [1])).toBeUndefined();
});

test('a difference is marked where every pair of rounds has it', () => {
  const table = comparison(results('publish', [20, 22]), results('publish', [10, 11]));

  expect(cells(table)).toEqual([
    ['p50 ms, times', 'median', 'least', 'most'],
    ['publish', '0.50', '0.45', '0.55', 'less'],
    ['p95 ms, times', 'median', 'least', 'most'],
    ['publish', '0.50', '0.45', '0.55', 'less'],
    ['cpu ms, times', 'median', 'least', 'most'],
    ['publish', '0.50', '0.45', '0.55', 'less'],
  ]);
});

test('a difference that some rounds have and others have not is noise', () => {
  const [, row] = cells(comparison(results('publish', [10, 20]), results('publish', [11, 22])));

  expect(row).toEqual(['publish', '1.10', '0.55', '2.20']);
});

test('other settings, another machine and what only one file has are named', () => {
  const text = comparison(results('publish', [1]), {
    ...results('list', [1], { choice: { minio: false } }),
    machine: 'another one',
  });

  expect(text).toBe(
    `Not on one machine: a machine; another one.

Not with the same settings: the ratios say little.

In one file only: publish
In one file only: list`,
  );
});

test('a file that is none of the bench is refused by its name, and by what is wrong with it', () => {
  const [text, other, empty] = [fileWith('no JSON'), fileWith('{"rounds": 1}'), fileWith('')];
  const none = fileWith(JSON.stringify({ ...results('publish', []) }));

  expect(() => readResults(text)).toThrow(`${text} cannot be read as JSON: `);
  expect(() => readResults(empty)).toThrow(`${empty} cannot be read as JSON: `);
  expect(() => readResults(other)).toThrow(/is no file of npm run bench -- --json:[\s\S]*rounds/);
  expect(() => readResults(none)).toThrow(/is no file of npm run bench/);
  expect(() => readResults('/no/such/file')).toThrow('/no/such/file cannot be read');
});

test('a file of the bench is read as it was written', () => {
  const written = results('publish', [1, 2]);

  expect(readResults(fileWith(JSON.stringify(written)))).toEqual(written);
});
