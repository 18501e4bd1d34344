// The report of the bench: the machine, the medians of the rounds, and below them what each round measured.
import { availableParallelism, cpus } from 'node:os';
import type { Sizes } from './run-round.ts';
import type { Series } from './series.ts';
import { median, percentile } from './statistics.ts';

/** One list of series per round, each in the order in which its round measured. */
export type Rounds = readonly (readonly Series[])[];

type Figures = Readonly<Record<string, (series: Series) => number | undefined>>;

const FIGURES: Figures = {
  'p50 ms': ({ latencies }) => percentile(latencies, 50),
  'p95 ms': ({ latencies }) => percentile(latencies, 95),
  'per second': ({ latencies, seconds }) => seconds && latencies.length / seconds,
};
const COUNTS: Figures = {
  samples: ({ latencies }) => latencies.length,
  errors: ({ errors }) => errors.length,
};
const MOST_ERRORS = 5;

export function report(rounds: Rounds, sizes: Sizes): string {
  return [introduction(rounds, sizes), medians(rounds), ...rawValues(rounds), errors(rounds)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function introduction({ length }: Rounds, { samples, warmUps, publishesEach }: Sizes): string {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${availableParallelism()} cores (${cpu})
Rounds: ${length}, each of a fresh client and a fresh server process on fresh data, every second one in reverse order.
Each round: ${samples} requests per operation and size, after ${warmUps} that are not counted; ${publishesEach} publishes per publisher.
A publish follows the edit of one file. A list is a page of up to 50 versions with all their pins.`;
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
const row = (name: string, cells: readonly string[]) =>
  [name.padEnd(36), ...cells.map((cell) => cell.padStart(11))].join('').trimEnd();
