import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createRequestCounter } from './minio-requests.ts';

const page = (inFlight: number, heads: number) => `
minio_bucket_api_inflight_total{bucket="pipelines",name="HeadObject",server="127.0.0.1:9000",type="s3"} ${inFlight}
minio_bucket_api_total{bucket="pipelines",name="HeadObject",server="127.0.0.1:9000",type="s3"} ${heads}
minio_bucket_api_total{bucket="pipelines",name="PutObject",server="127.0.0.1:9000",type="s3"} 7
minio_bucket_api_4xx_errors_total{bucket="pipelines",name="HeadObject",server="127.0.0.1:9000",type="s3"} 1
`;

/** Answers each request with the next page, and the last one again and again. */
async function metricsServer(pages: readonly string[]): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    response.end(pages[Math.min(asked.push(request.url ?? ''), pages.length) - 1]);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test('requests are counted in a reading that began when none was in flight', async () => {
  const { url, asked } = await metricsServer([page(2, 3), page(1, 4), page(0, 4), page(0, 5)]);

  const counts = await createRequestCounter(url, 'pipelines')();

  expect(counts).toEqual({ HeadObject: 5, PutObject: 7 });
  expect(asked).toEqual(Array(4).fill('/minio/metrics/v3/bucket/api/pipelines'));
});

test('a bucket that nobody has asked for anything has no counts', async () => {
  const { url } = await metricsServer(['']);

  expect(await createRequestCounter(url, 'pipelines')()).toEqual({});
});
