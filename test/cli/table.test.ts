// Tables on terminals of several widths, and in a pipe.
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { type Fact, renderFacts } from '../../cli/output/facts.ts';
import { screenOf } from '../../cli/output/screen.ts';
import { type Row, table } from '../../cli/output/table.ts';
import { displayName } from '../../functions/domain/pipeline.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';

const { api, apiUrl, drafts } = await useServers();

const LONG_NAME = 'marketing_analytics/silver/customer_lifetime_value_by_region';
const MESSAGE = 'Joins the regions of the customers by their codes, and leaves out who has none';
const HEAD = ['PIPELINE', 'VERSION', 'PUBLISHED', 'MESSAGE'];
const ROW = ['default/gold/revenue', 'v12', '3 minutes ago', 'First version'];

const rows: readonly Row[] = [
  [{ text: LONG_NAME, shorten: 'middle' }, 'v3', '20 minutes ago', { text: MESSAGE, shorten: 'end' }],
  ROW.map((text, column) =>
    column === 0 ? { text, shorten: 'middle' } : column === 3 ? { text, shorten: 'end' } : text,
  ),
];

function shownOn(columns: number, shown = rows): readonly string[] {
  return table(shown, screenOf({ isTTY: true, columns }, {}, false), HEAD).split('\n');
}

test.each([60, 80, 100, 120])('no line is wider than a terminal of %i columns', (columns) => {
  for (const line of shownOn(columns)) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
});

test('a long name loses its middle, and a message ends between two words', () => {
  const [, line = ''] = shownOn(80);
  const [, name, message = ''] = /^(\S+) .* ago {2}(.*)…$/.exec(line) ?? [];

  expect(name).toMatch(/^marketing\w*…\w*_region$/);
  expect(MESSAGE.startsWith(message.trimEnd())).toBe(true);
  expect(MESSAGE.slice(message.trimEnd().length)).toMatch(/^ /);
});

test('a column is as wide as its widest cell where there is room', () => {
  const [head, first, second] = shownOn(200);

  expect(first).toBe(`${LONG_NAME}  v3       20 minutes ago  ${MESSAGE}`);
  expect(head?.indexOf('MESSAGE')).toBe(second?.indexOf('First'));
});

test('what may not be shortened stays whole on the narrowest terminal', () => {
  expect(shownOn(20, [ROW])[1]).toBe('default/gold/revenue  v12      3 minutes ago  First version');
});

test('of values that stand below each other, each loses what it may lose, and no more', () => {
  const screen = screenOf({ isTTY: true, columns: 60 }, {}, false);
  const facts: readonly Fact[] = [
    ['Pipeline', { text: LONG_NAME, shorten: 'middle' }],
    ['Version', { text: MESSAGE, shorten: 'end' }],
    ['Draft', 'unpublished, 10 files, seen 20 minutes ago, and it stays whole'],
  ];

  const [pipeline = '', version = '', draft] = renderFacts(facts, screen).split('\n');

  for (const line of [pipeline, version]) expect(stringWidth(line)).toBeLessThanOrEqual(60);
  expect(pipeline).toMatch(/_region$/);
  expect(version).toMatch(/^Version {3}Joins the regions .*…$/);
  expect(draft).toBe(`Draft     ${facts[2]?.[1]}`);
});

test('wide characters count as what they take', () => {
  const wide = [{ text: '漢字'.repeat(30), shorten: 'middle' as const }, 'v1', 'now', 'x'];

  for (const line of shownOn(60, [wide])) expect(stringWidth(line)).toBeLessThanOrEqual(60);
});

test('in a pipe a row is a line of whole cells with tabs between, without a head', () => {
  const piped = table([...rows, ['a\tb', 'c\nd', '', '']], screenOf({}, {}, true), HEAD);

  expect(piped.split('\n').map((line) => line.split('\t'))).toEqual([
    [LONG_NAME, 'v3', '20 minutes ago', MESSAGE],
    ROW,
    ['a\\tb', 'c\\nd', '', ''],
  ]);
});

test('a pipe gets exact times, and a terminal those that people say', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  const { body } = await api.ok('publishVersion', { params: pipeline, body: { message: MESSAGE } });
  const log = (env = {}) => createCli(apiUrl, { env }).run('log', displayName(pipeline));

  const piped = await log();
  const shown = await log({ PIPELINE_VERSIONING_FORCE_TTY: '60' });

  expect(piped.stdout).toBe(`v1\t${body.created_at}\t-\t1\t${MESSAGE}\n`);
  expect(shown.stdout).toMatch(/^VERSION {2}PUBLISHED +BY {2}FILES {2}MESSAGE\nv1 .* ago .*…\n$/);
  for (const line of shown.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
});
