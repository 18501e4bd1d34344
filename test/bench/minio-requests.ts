// What MinIO itself counts: the S3 requests that it has answered, by API, read from its metrics.
import { setTimeout } from 'node:timers/promises';
import { type MetricSample, parseMetrics } from './parse-metrics.ts';
import { send } from './send.ts';

/** Requests by the API's name, such as `HeadObject`. */
export type RequestCounts = Readonly<Record<string, number>>;

/** All since MinIO's start, for the bench's bucket. Resolves when none is under way any more. */
export type CountRequests = () => Promise<RequestCounts>;

const POLL_MS = 2;
const DEADLINE_MS = 10_000;

/**
 * The metrics of version 3, which are read at the moment of asking; those of version 2 can be 10 s old
 * (cmd/metrics-v3-api.go, cmd/metrics-v2.go).
 */
export function createRequestCounter(minioUrl: string, bucket: string): CountRequests {
  const read = async () =>
    parseMetrics(await send('GET', `${minioUrl}/minio/metrics/v3/bucket/api/${bucket}`));
  return async () => {
    const deadline = Date.now() + DEADLINE_MS;
    // A request leaves the ones in flight when it is counted, a moment after its answer (cmd/http-stats.go).
    while (numberInFlight(await read()) > 0) {
      if (Date.now() > deadline)
        throw new Error(`MinIO was still busy with requests after ${DEADLINE_MS} ms`);
      await setTimeout(POLL_MS);
    }
    // Again: within one reading, the counts are not from the same moment as what is in flight.
    return totals(await read());
  };
}

function numberInFlight(samples: readonly MetricSample[]): number {
  return samples
    .filter(({ name }) => name === 'minio_bucket_api_inflight_total')
    .reduce((sum, { value }) => sum + value, 0);
}

function totals(samples: readonly MetricSample[]): RequestCounts {
  const counters = samples.filter(({ name }) => name === 'minio_bucket_api_total');
  return Object.fromEntries(counters.map(({ labels, value }) => [labels.name ?? '', value]));
}
