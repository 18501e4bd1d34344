// Drafts handed out to run, by a service whose operators allow it. That others refuse is in routes-and-errors.test.ts.
import { describe, expect, test } from 'vitest';
import { keyPrefix } from '../../functions/domain/pipeline.ts';
import { serverSet } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

describe.skipIf(serverSet === 'deployed')('where runs may use drafts', async () => {
  const { api, drafts } = await useServers(['--draft-runs']);

  test('the manifest pins the draft as of now, with links to just those bytes', async () => {
    const pipeline = uniquePipeline();
    const paths = ['pipeline.sql', 'config.yaml', 'tests/quality/a.sql', 'notes.md'];
    await drafts.saveFiles(pipeline, Object.fromEntries(paths.map((path) => [path, `first ${path}`])));

    const { body } = await api.ok('getDraftManifest', { params: pipeline, query: { presign: true } });
    await drafts.saveFiles(pipeline, Object.fromEntries(paths.map((path) => [path, 'second'])));
    const text = await (await fetch(body.source.url ?? '')).text();

    const { body: draft } = await api.ok('getDraft', { params: pipeline });
    expect(body).toMatchObject({
      version_number: null,
      source: { path: 'pipeline.sql', key: `${keyPrefix(pipeline)}pipeline.sql` },
      config: { path: 'config.yaml' },
      quality_tests: [{ path: 'tests/quality/a.sql' }],
    });
    expect(body.files.map(({ path }) => path)).toEqual(paths.toSorted());
    expect(body.fingerprint).not.toBe(draft.fingerprint);
    expect(text).toBe('first pipeline.sql');
  });

  test('it is what a publish would pin, and stores nothing', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFile(pipeline, 'pipeline.py', 'print(1)');

    const { body: manifest } = await api.ok('getDraftManifest', { params: pipeline });
    const { body: version } = await api.ok('publishVersion', {
      params: pipeline,
      body: { message: 'First' },
    });

    const pins = manifest.files.map(({ key, version_id }) => [key, version_id]);
    expect(Object.fromEntries(pins)).toEqual(version.published_versions);
    expect([manifest.fingerprint, version.version_number]).toEqual([version.fingerprint, 1]);
    expect(manifest.source).not.toHaveProperty('url');
  });
});
