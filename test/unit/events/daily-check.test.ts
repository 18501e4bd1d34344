// The daily check: every pipeline is asked for, is observed, and the pins of its current version are looked for.
import type { SQSRecord } from 'aws-lambda';
import { beforeEach, expect, test, vi } from 'vitest';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import { observeDrafts } from '../../../functions/events/observe-drafts.ts';
import { checkMessage } from '../../../functions/events/pipelines-of-records.ts';
import { requestChecks } from '../../../functions/events/request-checks.ts';
import { log } from '../../../functions/log.ts';
import { printedMetrics } from '../../support/printed-metrics.ts';
import { type Desk, PIPELINE, setUpDesk } from '../usecases/desk.ts';

const error = vi.spyOn(log, 'error').mockReturnValue();
beforeEach(() => error.mockClear());

const message = (messageId: string, body: string) => ({ messageId, body }) as SQSRecord;

function check({ deps }: Desk, ...messages: readonly SQSRecord[]) {
  return observeDrafts(deps, 'pipelines', { messages, remaining: () => 30_000 });
}

function metricsOfCheck({ deps }: Desk) {
  return printedMetrics({ POWERTOOLS_METRICS_NAMESPACE: 'PipelineVersioning' }, async () => {
    const { observeDrafts: observe } = await import('../../../functions/events/observe-drafts.ts');
    await observe(deps, 'pipelines', {
      messages: [message('1', checkMessage(PIPELINE))],
      remaining: () => 30_000,
    });
  });
}

test('every pipeline is asked for, ten at a time', async () => {
  const desk = setUpDesk();
  const pipelines = Array.from({ length: 23 }, (_, n) => ({ ...PIPELINE, name: `p${n}` }));
  for (const pipeline of pipelines) {
    desk.bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, 'x');
    await desk.publish({ pipeline });
  }
  const sent: (readonly string[])[] = [];

  const asked = await requestChecks(desk.deps, async (bodies) => void sent.push(bodies));

  expect(asked).toBe(23);
  expect(sent.map(({ length }) => length)).toEqual([10, 10, 3]);
  expect(sent.flat().toSorted()).toEqual(pipelines.map(checkMessage).toSorted());
});

test('a failure to send is a failure of the check', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();

  await expect(requestChecks(desk.deps, () => Promise.reject(new Error('queue')))).rejects.toThrow('queue');
});

test('what a lost event left behind is mended', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  desk.save('config.yaml');

  expect(await check(desk, message('1', checkMessage(PIPELINE)))).toEqual({ batchItemFailures: [] });

  expect(await desk.deps.versions.readState(PIPELINE)).toMatchObject({ draft: { fileCount: 2 } });
  expect(error).not.toHaveBeenCalled();
});

test('pins of the current version that are gone are named and counted', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', 'config.yaml']);
  await desk.publish();
  const key = `${keyPrefix(PIPELINE)}config.yaml`;
  const [version] = desk.bucket.versions(key);
  desk.bucket.deleteVersion(key, version?.versionId ?? '');

  await check(desk, message('1', checkMessage(PIPELINE)));

  expect(error).toHaveBeenCalledExactlyOnceWith('files of the version that runs use are gone', {
    pipeline: 'default/silver/orders',
    version: 1,
    files: 1,
    keys: [key],
  });
  expect(await metricsOfCheck(desk)).toMatchObject([{ LostPins: 1 }]);
});

test('where all pins are there the count is zero, and no time from event to flag is measured', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();

  const metrics = await metricsOfCheck(desk);

  expect(metrics).toMatchObject([{ LostPins: 0 }]);
  expect(JSON.stringify(metrics)).not.toContain('EventToFlag');
});

test.each([
  '{"check":{}}',
  '{"check":null}',
  '{"check":{"namespace":"..","layer":"silver","name":"orders"}}',
  '{"check":{"namespace":"default","layer":"lead","name":"orders"}}',
])('a message that asks for no pipeline fails: %s', async (body) => {
  const desk = setUpDesk();

  expect(await check(desk, message('1', body))).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
});
