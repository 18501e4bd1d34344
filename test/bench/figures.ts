// The figures of one series in one round.
import type { Series } from './series.ts';
import { mean, percentile } from './statistics.ts';

type Measured = Pick<Series, 'latencies' | 'cpu'> & { readonly seconds?: number | undefined };

export type Figure = (series: Measured) => number | undefined;

export const FIGURES: Readonly<Record<string, Figure>> = {
  'p50 ms': ({ latencies }) => percentile(latencies, 50),
  'p95 ms': ({ latencies }) => percentile(latencies, 95),
  'cpu ms': ({ cpu }) => mean(cpu),
  'per second': ({ latencies, seconds }) => seconds && latencies.length / seconds,
};
