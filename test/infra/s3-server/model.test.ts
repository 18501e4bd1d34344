// Random sequences of writes and deletes against the server and a model of a few lines; after each, everything
// that can be read must agree.
import type { S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byBytes, type ModelVersion } from './listing-model.ts';
import { setVersioning, useServer } from './running-server.ts';
import { get, keys, listVersions, outcome, put, remove, text } from './s3-calls.ts';

type Versioning = 'Unversioned' | 'Enabled' | 'Suspended';

interface Model {
  versioning: Versioning;
  /** Newest first. */
  versions: ModelVersion[];
}

type Step =
  | { readonly do: 'put'; readonly key: string; readonly body: string }
  | { readonly do: 'delete'; readonly key: string }
  | { readonly do: 'delete-version'; readonly pick: number }
  | { readonly do: 'versioning'; readonly to: 'Enabled' | 'Suspended' };

const key = fc.constantFrom('a', 'b/c', 'b/d');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('put' as const), key, body: fc.string({ maxLength: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete-version' as const), pick: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('versioning' as const),
      to: fc.constantFrom('Enabled' as const, 'Suspended' as const),
    }),
  },
);

function add(model: Model, version: ModelVersion): void {
  const others = model.versions.filter(
    ({ key, versionId }) => !(key === version.key && versionId === 'null' && version.versionId === 'null'),
  );
  model.versions = [version, ...others];
}

async function apply(client: S3Client, bucket: string, model: Model, step: Step): Promise<void> {
  if (step.do === 'versioning') {
    await setVersioning(client, bucket, step.to);
    model.versioning = step.to;
  } else if (step.do === 'put') {
    const { VersionId = 'null' } = await put(client, bucket, step.key, step.body, {
      ContentLength: step.body.length,
    });
    add(model, { key: step.key, versionId: VersionId, kind: 'object', body: step.body });
  } else if (step.do === 'delete') {
    const { VersionId = 'null' } = await remove(client, bucket, step.key);
    if (model.versioning !== 'Unversioned')
      add(model, { key: step.key, versionId: VersionId, kind: 'marker', body: '' });
    else model.versions = model.versions.filter((version) => version.key !== step.key);
  } else {
    const version = model.versions[step.pick % Math.max(1, model.versions.length)];
    if (!version) return;
    await remove(client, bucket, version.key, version.versionId);
    model.versions = model.versions.filter((other) => other !== version);
  }
}

async function agree(client: S3Client, bucket: string, { versions }: Model): Promise<void> {
  const newest = (key: string) => versions.find((version) => version.key === key);
  const known = [...new Set(versions.map(({ key }) => key))].sort(byBytes);
  const current = known.filter((key) => newest(key)?.kind === 'object');
  expect(await keys(client, bucket)).toEqual(current);
  for (const key of current) expect(await text(client, bucket, key)).toBe(newest(key)?.body);
  for (const key of known.filter((key) => !current.includes(key))) {
    expect(await outcome(get(client, bucket, key))).toBe('404 NoSuchKey');
  }
  const { Versions = [], DeleteMarkers = [] } = await listVersions(client, bucket);
  const line = (key: string, versionId: string, latest: boolean) => `${key} ${versionId} ${latest}`;
  const expected = (kind: ModelVersion['kind']) =>
    known.flatMap((key) =>
      versions
        .filter((version) => version.key === key && version.kind === kind)
        .map((version) => line(key, version.versionId, version === newest(key))),
    );
  expect(Versions.map((v) => line(`${v.Key}`, `${v.VersionId}`, v.IsLatest === true))).toEqual(
    expected('object'),
  );
  expect(DeleteMarkers.map((v) => line(`${v.Key}`, `${v.VersionId}`, v.IsLatest === true))).toEqual(
    expected('marker'),
  );
}

describe('the store and its model', { timeout: 60_000 }, () => {
  const s3 = useServer();

  test('agree after any sequence of puts, deletes, deletions of versions and changes of versioning', async () => {
    const start = fc.constantFrom<Versioning>('Unversioned', 'Enabled', 'Enabled');
    await fc.assert(
      fc.asyncProperty(start, fc.array(step, { maxLength: 14 }), async (versioning, steps) => {
        const bucket = await s3.bucket(versioning);
        const model: Model = { versioning, versions: [] };
        for (const step of steps) {
          await apply(s3.client, bucket, model, step);
          await agree(s3.client, bucket, model);
        }
      }),
      { numRuns: 20 },
    );
  });
});
