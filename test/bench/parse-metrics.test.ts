import { expect, test } from 'vitest';
import { parseMetrics } from './parse-metrics.ts';

test('a sample has a name, labels and a value; comments and empty lines are none', () => {
  const text = `# HELP minio_bucket_api_total Total number of requests for a bucket
# TYPE minio_bucket_api_total counter

minio_bucket_api_total{bucket="pipelines",name="HeadObject",server="127.0.0.1:9000",type="s3"} 1.2e+06
process_start_time_seconds 17.5
`;

  expect(parseMetrics(text)).toEqual([
    {
      name: 'minio_bucket_api_total',
      labels: { bucket: 'pipelines', name: 'HeadObject', server: '127.0.0.1:9000', type: 's3' },
      value: 1_200_000,
    },
    { name: 'process_start_time_seconds', labels: {}, value: 17.5 },
  ]);
});

test('a label may hold quotes, backslashes, line feeds, commas and braces', () => {
  const [sample] = parseMetrics(String.raw`paths{path="C:\\new \"dir\"\n",set="{a=\"1\"}, b"} 1`);

  expect(sample?.labels).toEqual({ path: 'C:\\new "dir"\n', set: '{a="1"}, b' });
});

test('a time after the value is left out, and infinity is a value', () => {
  expect(parseMetrics('up 1 1395066363000')).toEqual([{ name: 'up', labels: {}, value: 1 }]);
  expect(parseMetrics('limit +Inf')).toMatchObject([{ value: Number.POSITIVE_INFINITY }]);
});

test('a page that is no metrics is an error, not nothing', () => {
  expect(() => parseMetrics('<html>404</html>')).toThrow('not a line of metrics: <html>404</html>');
});
