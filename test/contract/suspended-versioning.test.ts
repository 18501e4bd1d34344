// A bucket whose versioning is not on keeps one version of its own per key, `null`, and destroys it with the next edit:
// there, nothing of ours edits. For every implementation of ports/draft-files.ts.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createS3DraftFiles } from '../../functions/adapters/s3/draft-files.ts';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { isPinned } from '../../functions/domain/snapshot.ts';
import type { DraftFiles } from '../../functions/ports/draft-files.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import { deleteFile, saveFile } from '../../functions/usecases/edit-draft.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { restoreDraft } from '../../functions/usecases/restore-draft.ts';
import { type AwsBackend, type Backend, backends } from './backends.ts';
import { newPipeline } from './samples.ts';

const SOURCE = 'pipeline.sql';

describe.each(backends)('a bucket whose versioning is suspended, on $name', ({ start }) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await start();
  });
  afterEach(() => backend.bucket.setVersioning(true));
  afterAll(() => backend.close());

  /** As a function is that has just started, and remembers nothing of the bucket. */
  function coldStart(): Deps {
    const { s3, bucketName } = backend as Partial<AwsBackend>;
    return { ...backend, files: s3 && bucketName ? createS3DraftFiles(s3, bucketName) : backend.files };
  }

  const put = (pipeline: Pipeline, text: string, path = SOURCE) =>
    backend.bucket.put(keyPrefix(pipeline) + path, text);

  const publish = (pipeline: Pipeline) =>
    publishVersion(backend, { pipeline, message: 'm', createdBy: null, request: null });

  async function textOf(files: DraftFiles, pipeline: Pipeline): Promise<string | null> {
    const file = await files.read(pipeline, { path: SOURCE }, 1_000);
    return file && Buffer.from(file.bytes ?? []).toString();
  }

  const newFile = { path: SOURCE, bytes: Buffer.from('edited'), contentType: 'text/plain' };
  const edits: Readonly<Record<string, (deps: Deps, pipeline: Pipeline) => Promise<unknown>>> = {
    'a save': (deps, pipeline) => saveFile(deps, pipeline, { ...newFile, condition: {} }),
    'a save of a new file': (deps, pipeline) =>
      saveFile(deps, pipeline, { ...newFile, path: 'new.sql', condition: { ifNoneMatch: '*' } }),
    'a delete': (deps, pipeline) => deleteFile(deps, pipeline, { path: SOURCE, condition: {} }),
    'a restore that copies': (deps, pipeline) => restoreDraft(deps, { pipeline, target: 1 }),
    'a restore that copies nothing and removes': (deps, pipeline) =>
      restoreDraft(deps, { pipeline, target: 2 }),
  };

  test.each(Object.keys(edits))('%s is refused, and the only copy of a file stays', async (edit) => {
    const pipeline = newPipeline();
    await put(pipeline, 'published');
    await publish(pipeline);
    await put(pipeline, 'the only copy');
    await publish(pipeline);
    await backend.bucket.setVersioning(false);
    await put(pipeline, 'the only copy');
    await put(pipeline, 'another only copy', 'more.sql');
    const deps = coldStart();
    const before = await deps.files.listContent(pipeline);

    await expect(edits[edit]?.(deps, pipeline)).rejects.toMatchObject({
      code: 'BUCKET_NOT_VERSIONED',
      message: expect.stringMatching(/nothing was edited/),
    });

    expect(await deps.files.versioning()).toBe('suspended');
    expect(await deps.files.listContent(pipeline)).toEqual(before);
    expect(await textOf(deps.files, pipeline)).toBe('the only copy');
  });

  test.each(Object.keys(edits))(
    '%s right after versioning went off says so, is the last one, and loses nothing that is pinned',
    async (edit) => {
      const pipeline = newPipeline();
      await put(pipeline, 'published');
      await publish(pipeline);
      await put(pipeline, 'published later');
      await publish(pipeline);
      await put(pipeline, 'extra', 'more.sql');
      const deps = coldStart();
      const pins = (await deps.files.listDraft(pipeline, { known: async () => [] }))?.files.filter(isPinned);
      await saveFile(deps, pipeline, { ...newFile, path: 'believed.sql', condition: {} });
      await backend.bucket.setVersioning(false);

      const edited = edits[edit]?.(deps, pipeline);

      const isBlind = !('s3' in backend);
      await expect(edited).rejects.toMatchObject({
        code: 'BUCKET_NOT_VERSIONED',
        message: expect.stringMatching(isBlind ? /nothing was edited/ : /switched off a moment ago/),
      });
      await expect(edits['a save']?.(deps, pipeline)).rejects.toMatchObject({
        code: 'BUCKET_NOT_VERSIONED',
        message: expect.stringMatching(/nothing was edited/),
      });
      expect(await deps.files.findMissing(pipeline, pins ?? [])).toEqual([]);
    },
  );

  test('what was refused is done once versioning is on again, and the only copy stays below it', async () => {
    const pipeline = newPipeline();
    const deps = coldStart();
    await backend.bucket.setVersioning(false);
    await put(pipeline, 'the only copy');
    await expect(saveFile(deps, pipeline, { ...newFile, condition: {} })).rejects.toThrow(/versioning/i);

    await backend.bucket.setVersioning(true);
    await saveFile(deps, pipeline, { ...newFile, condition: {} });

    expect(await deps.files.versioning()).toBe('on');
    expect(await textOf(deps.files, pipeline)).toBe('edited');
    const only = await deps.files.read(pipeline, { path: SOURCE, versionId: 'null' as never }, 100);
    if ('s3' in backend) expect(Buffer.from(only?.bytes ?? []).toString()).toBe('the only copy');
  });
});
