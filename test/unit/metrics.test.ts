// The metrics as CloudWatch reads them from the log.
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllEnvs());

async function printedBy(action: (metrics: typeof import('../../functions/metrics.ts')) => void) {
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.resetModules();
  const print = vi.spyOn(console, 'log').mockReturnValue();
  action(await import('../../functions/metrics.ts'));
  const lines = print.mock.calls.map(([line]) => JSON.parse(line));
  print.mockRestore();
  return lines;
}

test('a conflict is counted by its route', async () => {
  const [line] = await printedBy(({ countConflict }) => countConflict('publishVersion'));

  expect(line).toMatchObject({ Conflicts: 1, route: 'publishVersion', service: 'pipeline-versioning' });
  expect(line._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'PipelineVersioning',
      Dimensions: [['service', 'route']],
      Metrics: [{ Name: 'Conflicts', Unit: 'Count' }],
    },
  ]);
});

test('the way from an event to the flag is measured in milliseconds', async () => {
  const [line] = await printedBy(({ measureEventToFlag }) => measureEventToFlag(1_234));

  expect(line).toMatchObject({ EventToFlag: 1_234 });
  expect(line._aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: 'EventToFlag', Unit: 'Milliseconds' }]);
});
