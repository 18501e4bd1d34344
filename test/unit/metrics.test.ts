// The metrics as CloudWatch reads them from the log.
import { expect, test } from 'vitest';
import { printedMetrics } from '../support/printed-metrics.ts';

const ENVIRONMENT = {
  POWERTOOLS_METRICS_NAMESPACE: 'PipelineVersioning',
  POWERTOOLS_SERVICE_NAME: 'a-stack',
};

test('the way from an event to the flag is measured in milliseconds', async () => {
  const [line] = await printedMetrics(ENVIRONMENT, async () => {
    const { measureEventToFlag } = await import('../../functions/metrics.ts');
    measureEventToFlag(1_234);
  });

  expect(line).toMatchObject({ EventToFlag: 1_234, service: 'a-stack' });
  expect(line?._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'PipelineVersioning',
      Dimensions: [['service']],
      Metrics: [{ Name: 'EventToFlag', Unit: 'Milliseconds' }],
    },
  ]);
});
