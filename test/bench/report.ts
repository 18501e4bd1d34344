// The report of the bench: the setting, the medians of the rounds, how much
// longer other ways take, what each costs in requests, and below them
// what each round measured.
import { FIGURES } from './figures.ts';
import { introduction, type Setting } from './introduction.ts';
import { ratioTable } from './ratio-table.ts';
import { requestTable } from './request-table.ts';
import { row } from './row.ts';
import type { Rounds, Series } from './series.ts';
import { median } from './statistics.ts';

type Figures = Readonly<Record<string, (series: Series) => number | undefined>>;

const COUNTS: Figures = {
  samples: ({ latencies }) => latencies.length,
  errors: ({ errors }) => errors.length,
};
const MOST_ERRORS = 5;

export function report(rounds: Rounds, setting: Omit<Setting, 'rounds'>): string {
  return [
    introduction({ ...setting, rounds: rounds.length }),
    medians(rounds),
    ratioTable(rounds),
    requestTable(bySeries(rounds)),
    ...rawValues(rounds),
    errors(rounds),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function medians(rounds: Rounds): string {
  const rows = bySeries(rounds).map(([name, series]) => {
    const figures = Object.values(FIGURES).map((figure) => medianOf(series.map(figure)));
    const counts = Object.values(COUNTS).map((count) => sumOf(series.map(count)));
    return row(name, [...figures.map(oneDecimal), ...counts.map(String)]);
  });
  return [row('median of the rounds', [...Object.keys(FIGURES), ...Object.keys(COUNTS)]), ...rows].join('\n');
}

function rawValues(rounds: Rounds): readonly string[] {
  return Object.entries(FIGURES).map(([title, figure]) => {
    const rows = bySeries(rounds)
      .map(([name, series]) => [name, series.map(figure)] as const)
      .filter(([, values]) => values.some((value) => value !== undefined))
      .map(([name, values]) => row(name, values.map(oneDecimal)));
    return [
      row(
        `${title}, raw`,
        rounds.map((_, n) => `round ${n + 1}`),
      ),
      ...rows,
    ].join('\n');
  });
}

function errors(rounds: Rounds): string {
  const all = rounds.flat().flatMap(({ name, errors }) => errors.map((error) => `${name}: ${error}`));
  if (all.length === 0) return '';
  return [`${all.length} requests failed, the first of them:`, ...all.slice(0, MOST_ERRORS)].join('\n');
}

/** What the rounds measured under one name; names in the order of the first round. */
function bySeries(rounds: Rounds): readonly (readonly [string, readonly Series[]])[] {
  return [...Map.groupBy(rounds.flat(), ({ name }) => name)];
}

function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}

function sumOf(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

const oneDecimal = (value: number | undefined) => value?.toFixed(1) ?? '';
