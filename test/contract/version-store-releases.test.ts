// What every version store keeps of releases.
import { describe, expect, test } from 'vitest';
import type { VersionNumber } from '../../functions/domain/version.ts';
import { type Backend, backends, shareBackend } from './backends.ts';
import { newPipeline, observedIn, versionWith } from './samples.ts';

const release = { location: 's3://bucket/releases/1/', manifest: 's3://bucket/releases/1.manifest.json' };
const one = 1 as VersionNumber;

describe.each(backends)('$name', ({ start }) => {
  let backend: Backend;
  shareBackend(start, (started) => {
    backend = started;
  });

  test('a release is noted for one version of one pipeline, as often as one likes', async () => {
    const { versions } = backend;
    const [pipeline, other] = [newPipeline(), newPipeline()];
    expect(await versions.readRelease(pipeline, 1)).toBeNull();

    await versions.recordRelease(pipeline, one, release);
    await versions.recordRelease(pipeline, one, release);

    expect(await versions.readRelease(pipeline, 1)).toEqual(release);
    expect(await versions.readRelease(pipeline, 2)).toBeNull();
    expect(await versions.readRelease(other, 1)).toBeNull();
  });

  test('a release makes neither a pipeline nor a version', async () => {
    const { versions } = backend;
    const pipeline = await observedIn(versions, newPipeline());
    await versions.archive(pipeline, versionWith(null));

    await versions.recordRelease(pipeline, 2 as VersionNumber, release);

    const history = await Array.fromAsync(versions.history(pipeline, { below: 10 }));
    expect(history.map(({ number }) => number)).toEqual([1]);
    expect(await versions.readState({ ...pipeline, name: 'another' })).toBeNull();
  });
});
