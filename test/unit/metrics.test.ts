// The metrics as CloudWatch reads them from the log.
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllEnvs());

async function printedBy(action: (metrics: typeof import('../../functions/metrics.ts')) => void) {
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'PipelineVersioning');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'pipeline-versioning');
  vi.resetModules();
  const print = vi.spyOn(console, 'log').mockReturnValue();
  action(await import('../../functions/metrics.ts'));
  const lines = print.mock.calls.map(([line]) => JSON.parse(line));
  print.mockRestore();
  return lines;
}

test('the way from an event to the flag is measured in milliseconds', async () => {
  const [line] = await printedBy(({ measureEventToFlag }) => measureEventToFlag(1_234));

  expect(line).toMatchObject({ EventToFlag: 1_234, service: 'pipeline-versioning' });
  expect(line._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'PipelineVersioning',
      Dimensions: [['service']],
      Metrics: [{ Name: 'EventToFlag', Unit: 'Milliseconds' }],
    },
  ]);
});
