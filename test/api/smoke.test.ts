// The smoke test of a service that works, on every set of servers and on deployed stacks.
import { expect, test } from 'vitest';
import { REGION } from '../../infra/local/defaults.ts';
import { runSmoke } from '../support/run-smoke.ts';
import { patience, serverSet } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';

const { api, apiUrl } = await useServers();

test(
  'the smoke test passes, edits in the bucket, and leaves an empty draft with its versions',
  async () => {
    const sign = serverSet === 'deployed' ? ['--sign', '--region', REGION] : [];

    const { code, steps, summary } = await runSmoke(apiUrl, ...sign, '--wait-for-events', '240');

    const failed = [...steps.values()].filter(({ result }) => result === 'failed');
    expect(failed).toEqual([]);
    expect(code).toBe(0);
    expect(steps.get('edit')?.remark).toBe('by S3');
    const notTried = [...steps.values()].filter(({ result }) => result === 'not tried');
    expect(notTried.map(({ step }) => step)).toEqual(['refuses who sends no credentials']);
    const [namespace, layer, name] = summary.pipeline.split('/');
    const { body } = await api.ok('getPipeline', {
      params: { namespace, layer, name },
      query: { refresh: true },
    });
    expect(body).toMatchObject({ latest_version: 3, draft: { file_count: 0 } });
  },
  patience(30_000),
);
