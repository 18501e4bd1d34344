// As many idempotency keys as a pipeline's CI jobs send: none of them is in the way of another.
import { describe, expect, test } from 'vitest';
import { keyPrefix } from '../../functions/domain/pipeline.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { rollbackVersion } from '../../functions/usecases/rollback-version.ts';
import { patience } from '../support/server-set.ts';
import { type Backend, backends, shareBackend } from './backends.ts';
import { newPipeline } from './samples.ts';

describe.each(backends)('with 300 keys at once on $name', ({ start }) => {
  let backend: Backend;
  shareBackend(start, (started) => {
    backend = started;
  });

  test('a pipeline takes them all, publishes and rolls back, and knows each of them', {
    timeout: patience(120_000),
  }, async () => {
    const pipeline = newPipeline();
    const common = { pipeline, message: 'm', createdBy: null };
    const keyed = (key: string) => ({ ...common, request: { key: key.padEnd(128, '~'), inputHash: key } });
    await backend.bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, 'select 1');
    const first = await publishVersion(backend, keyed('first'));

    const jobs = Array.from({ length: 300 }, (_, n) => keyed(`job-${n}`));
    const skipped = await Promise.all(
      jobs.map((job) => publishVersion(backend, { ...job, skipUnchanged: true })),
    );
    const published = await publishVersion(backend, keyed('publish'));
    const rolledBack = await rollbackVersion(backend, { ...keyed('rollback'), target: 1 });

    expect(new Set(skipped.map(({ outcome, version }) => `${outcome} ${version.number}`))).toEqual(
      new Set(['unchanged 1']),
    );
    expect([published.version.number, rolledBack.version.number]).toEqual([2, 3]);
    expect(await publishVersion(backend, keyed('first'))).toEqual({ ...first, replayed: true });
    expect(await publishVersion(backend, keyed('publish'))).toEqual({ ...published, replayed: true });
  });
});
