// The report's table of the S3 requests that an operation makes, as the S3 server counted them.
import { row } from './row.ts';
import type { Series } from './series.ts';

type Counted = Series & Required<Pick<Series, 'requests'>>;

/** One list of series per name, with those of all rounds. */
export function requestTable(named: readonly (readonly [string, readonly Series[]])[]): string {
  const rows = named
    .map(([name, series]) => ({ name, counted: series.filter(isCounted) }))
    .filter(({ counted }) => counted.length > 0);
  if (rows.length === 0) {
    return 'S3 requests: not counted, because the embedded S3 keeps no counters (--minio does)';
  }
  const apis = [...new Set(rows.flatMap(({ counted }) => counted.flatMap(apisOf)))].toSorted();
  const titles = [...apis, 'all', 'samples'];
  return [
    row('requests at MinIO for each', titles, titles),
    ...rows.map(({ name, counted }) => row(name, cells(counted, apis), titles)),
  ].join('\n');
}

function cells(counted: readonly Counted[], apis: readonly string[]): readonly string[] {
  const samples = sum(counted.map(({ latencies }) => latencies.length));
  const totals = apis.map((api) => sum(counted.map(({ requests }) => requests[api] ?? 0)));
  return [...[...totals, sum(totals)].map((total) => perSample(total / samples)), String(samples)];
}

const isCounted = (series: Series): series is Counted => series.requests !== undefined;
const apisOf = ({ requests }: Counted) => Object.keys(requests);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Whole, unless some needed more requests than others. */
const perSample = (requests: number) => requests.toLocaleString('en', { maximumFractionDigits: 2 });
