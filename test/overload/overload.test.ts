// A short version of `npm run overload`. It checks the answers, and that the service still works afterwards. It does not
// check times.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startLocalProcess } from '../support/local-process.ts';
import { patience } from '../support/server-set.ts';
import { flood } from './flood.ts';
import { latencies, overloadService } from './overload-service.ts';
import { publishAll } from './requests.ts';

test(
  '200 requests at once among hostile clients are all answered properly, and so are those that follow',
  async () => {
    const data = await mkdtemp(join(tmpdir(), 'overload-'));
    onTestFinished(() => rm(data, { recursive: true }));
    const flags = ['--port', '0', '--s3-port', '0', '--dynamodb-port', '0', '--data', data, '--no-demo'];
    const service = await startLocalProcess(flags);
    onTestFinished(() => service.stop());
    const { apiUrl } = service;
    await publishAll(apiUrl);

    const { faults, statuses, hostile } = await overloadService({
      ...{ apiUrl, parallel: 200, slowClients: 20 },
      isOver: (sent) => sent >= 200,
    });

    expect(faults).toEqual([]);
    expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(Object.keys(hostile).length).toBeGreaterThanOrEqual(6);
    expect(await latencies(apiUrl, 14)).toHaveLength(14);
  },
  patience(90_000),
);

test.each([
  [{ status: 500, headers: {} }, ['request 0: answered 500']],
  [{ status: 404, headers: {} }, ['request 0: answered 404']],
  [{ status: 503, headers: {} }, ['request 0: answered 503 without Retry-After']],
  [{ status: 503, headers: { 'retry-after': '2' } }, []],
  [{ status: 201, headers: {} }, []],
])('%j is a fault or none', async (answer, expected) => {
  const { faults } = await flood(async () => answer, { parallel: 1, isOver: (sent) => sent >= 1 });

  expect(faults).toEqual(expected);
});

test('no answer is a fault', async () => {
  const hungUp = async () => Promise.reject(new Error('hung up'));

  const { faults } = await flood(hungUp, { parallel: 1, isOver: (sent) => sent >= 1 });

  expect(faults).toEqual(['request 0: Error: hung up']);
});
