// The report's table of how many times as long another way takes, round by round: what a ratio says depends less on
// the machine than the two figures.
import { row } from './row.ts';
import type { Rounds, Series } from './series.ts';
import { median, percentile } from './statistics.ts';

export function ratioTable(rounds: Rounds): string {
  const compared = (rounds[0] ?? []).filter(({ beside }) => beside !== undefined);
  const rows = compared.map(({ name, beside = '' }) => {
    const ratios = rounds.map((round) => p50(round, name) / p50(round, beside));
    return row(
      name,
      [median(ratios), ...ratios].map((ratio) => ratio.toFixed(1)),
    );
  });
  if (rows.length === 0) return '';
  return [row('times the p50 of ours', ['median', ...rounds.map((_, n) => `round ${n + 1}`)]), ...rows].join(
    '\n',
  );
}

function p50(round: readonly Series[], name: string): number {
  return percentile(round.find((series) => series.name === name)?.latencies ?? [], 50);
}
