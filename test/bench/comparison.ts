// Two runs of the bench side by side: for each figure how many times the first run's the second's is. A ratio is the
// median of the second run's rounds over that of the first; the spread is of all pairs of rounds, since any two of them
// could have been the only ones. Where all pairs lie on one side of 1 the difference is marked.
import { FIGURES, type Figure } from './figures.ts';
import type { Results } from './results.ts';
import { row } from './row.ts';
import { median } from './statistics.ts';

export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** `undefined` where one of them has no such figure. */
export function ratioOf(before: readonly number[], after: readonly number[]): Ratio | undefined {
  const pairs = after.flatMap((b) => before.map((a) => b / a));
  if (pairs.length === 0 || !pairs.every(Number.isFinite)) return undefined;
  return {
    median: median(after) / median(before),
    least: Math.min(...pairs),
    most: Math.max(...pairs),
  };
}

export function comparison(before: Results, after: Results): string {
  const names = namesIn(before).filter((name) => namesIn(after).includes(name));
  const tables = Object.entries(FIGURES).map(([title, figure]) => {
    const rows = names.flatMap((name) => {
      const ratio = ratioOf(valuesOf(before, name, figure), valuesOf(after, name, figure));
      return ratio === undefined ? [] : [row(name, cellsOf(ratio))];
    });
    return rows.length === 0
      ? ''
      : [row(`${title}, times`, ['median', 'least', 'most', '']), ...rows].join('\n');
  });
  return [...notes(before, after), ...tables].filter((part) => part !== '').join('\n\n');
}

function cellsOf({ median, least, most }: Ratio): readonly string[] {
  const differs = least > 1 ? 'more' : most < 1 ? 'less' : '';
  return [...[median, least, most].map((ratio) => ratio.toFixed(2)), differs];
}

function notes(before: Results, after: Results): readonly string[] {
  const left = namesIn(before).filter((name) => !namesIn(after).includes(name));
  const added = namesIn(after).filter((name) => !namesIn(before).includes(name));
  const alone = [...left, ...added].map((name) => `In one file only: ${name}`);
  return [
    ...(before.machine === after.machine ? [] : [`Not on one machine: ${before.machine}; ${after.machine}.`]),
    ...(JSON.stringify(before.setting) === JSON.stringify(after.setting)
      ? []
      : ['Not with the same settings: the ratios say little.']),
    alone.join('\n'),
  ];
}

function namesIn({ rounds }: Results): readonly string[] {
  return [...new Set(rounds.flat().map(({ name }) => name))];
}

/** One of each round that has it. */
function valuesOf({ rounds }: Results, name: string, figure: Figure): readonly number[] {
  const values = rounds.flat().flatMap((series) => (series.name === name ? [figure(series)] : []));
  return values.filter((value) => value !== undefined && Number.isFinite(value)) as readonly number[];
}
