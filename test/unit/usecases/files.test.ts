// Reading, saving and deleting single files, on memory adapters.
import { expect, test } from 'vitest';
import type { LifecycleRule } from '../../../functions/domain/lifecycle.ts';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import type { EditCondition, NewFile } from '../../../functions/ports/draft-files.ts';
import { checkHealth } from '../../../functions/usecases/check-health.ts';
import { deleteFile, saveFile } from '../../../functions/usecases/edit-draft.ts';
import { readFile } from '../../../functions/usecases/read-file.ts';
import { PIPELINE, refusal, setUpDesk } from './desk.ts';

const fileOf = (path: string, text: string): NewFile => ({
  ...{ path, bytes: new TextEncoder().encode(text), contentType: 'text/plain' },
});
const textOf = ({ bytes }: { readonly bytes: Uint8Array }) => new TextDecoder().decode(bytes);
const KEY = `${keyPrefix(PIPELINE)}pipeline.sql`;

test('a file is read from the draft, or as a version pins it', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'one');
  await desk.publish();
  desk.save('pipeline.sql', 'two');
  const read = (version?: number) =>
    readFile(desk.deps, { pipeline: PIPELINE, path: 'pipeline.sql', version }, 3);

  expect(textOf(await read())).toBe('two');
  expect(textOf(await read(1))).toBe('one');
  expect(await read(1)).toMatchObject({ path: 'pipeline.sql', size: 3 });
});

test('a file that cannot be read is refused with its key', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'one');
  await desk.publish();
  desk.save('new.sql');
  const read = (path: string, version?: number, most = 100) =>
    readFile(desk.deps, { pipeline: PIPELINE, path, version }, most);

  await expect(read('none.sql')).rejects.toMatchObject({
    ...refusal('FILE_NOT_FOUND', { path: 'none.sql', key: `${keyPrefix(PIPELINE)}none.sql` }),
    message:
      'The draft of default/silver/orders has no file none.sql; look at what it has, names are case-sensitive.',
  });
  await expect(read('new.sql', 1)).rejects.toMatchObject({
    ...refusal('FILE_NOT_FOUND', {
      path: 'new.sql',
      key: `${keyPrefix(PIPELINE)}new.sql`,
      version_number: 1,
    }),
    message: expect.stringMatching(/^Version 1 of default\/silver\/orders has no file new\.sql/),
  });
  await expect(read('pipeline.sql', undefined, 2)).rejects.toMatchObject({
    ...refusal('FILE_TOO_LARGE', { path: 'pipeline.sql', key: KEY, file_bytes: 3, max_file_bytes: 2 }),
    message: expect.stringContaining('has 3 bytes, more than the 2 that can be sent; read it by its link'),
  });
});

test('a pinned file that was deleted for good is missing by name', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'one');
  await desk.publish();
  desk.bucket.deleteVersion(KEY, desk.bucket.versions(KEY)[0]?.versionId ?? '');

  await expect(
    readFile(desk.deps, { pipeline: PIPELINE, path: 'pipeline.sql', version: 1 }, 100),
  ).rejects.toMatchObject(refusal('PINNED_FILES_MISSING', { keys: [KEY] }));
});

test('a save replaces the expected file alone', async () => {
  const desk = setUpDesk();
  const save = (body: string, condition: EditCondition) =>
    saveFile(desk.deps, PIPELINE, { ...fileOf('pipeline.sql', body), condition });
  const first = await save('one', { ifNoneMatch: '*' });

  await expect(save('two', { ifMatch: '0'.repeat(32) })).rejects.toMatchObject({
    ...refusal('PRECONDITION_FAILED', {
      path: 'pipeline.sql',
      expected_etag: '0'.repeat(32),
      etag: first.etag,
      version_id: first.versionId,
    }),
    message:
      'pipeline.sql of default/silver/orders is not the one you have seen; read what is there now and try again.',
  });
  expect(desk.bucket.versions(KEY)).toHaveLength(1);
  expect((await save('two', { ifMatch: first.etag })).etag).not.toBe(first.etag);
  desk.remove('pipeline.sql');
  await expect(save('three', { ifMatch: first.etag })).rejects.toMatchObject({
    ...refusal('PRECONDITION_FAILED', {
      path: 'pipeline.sql',
      expected_etag: first.etag,
      etag: null,
      version_id: null,
    }),
    message: expect.stringContaining('is not there any more'),
  });
});

test('a path beside which no file system can hold another is refused', async () => {
  const desk = setUpDesk();
  desk.save('tests/quality/a.sql');

  await expect(
    saveFile(desk.deps, PIPELINE, { ...fileOf('tests', 'x'), condition: {} }),
  ).rejects.toMatchObject(refusal('PATH_CONFLICT', { path: 'tests', other_path: 'tests/quality/a.sql' }));
});

test('a delete takes any key that an editor can have made, and no other', async () => {
  const desk = setUpDesk();
  desk.saveAll(['a//b.sql', 'back\\slash.sql']);
  const remove = (path: string, ifMatch?: string) =>
    deleteFile(desk.deps, PIPELINE, { path, condition: ifMatch === undefined ? {} : { ifMatch } });

  await remove('a//b.sql');
  await remove('back\\slash.sql');
  for (const path of ['folder/', 'a\ud800', 'x'.repeat(1_025), 'a//b.sql'])
    await expect(remove(path)).rejects.toMatchObject(refusal('FILE_NOT_FOUND'));
  desk.save('pipeline.sql');
  await expect(remove('pipeline.sql', '0'.repeat(32))).rejects.toMatchObject(refusal('PRECONDITION_FAILED'));
});

test('the service is degraded without versioning, and unavailable without a store', async () => {
  const { deps, bucket } = setUpDesk();
  const lifecycle = { rules: async () => [] };
  const whole = { ...deps, lifecycle };
  const { files, versions } = deps;
  const broken = async () => {
    throw new Error('no route to host');
  };

  expect(await checkHealth(whole)).toMatchObject({ causes: [], reasons: [] });
  bucket.versioned = false;
  expect(await checkHealth(whole)).toMatchObject({
    causes: ['versioning'],
    reasons: [expect.stringMatching(/^The bucket's versioning is .*: files cannot be edited/)],
  });
  await expect(checkHealth({ ...whole, files: { ...files, versioning: broken } })).rejects.toMatchObject({
    ...refusal('UNAVAILABLE'),
    message: 'The bucket cannot be reached.',
  });
  await expect(checkHealth({ ...whole, lifecycle: { rules: broken } })).rejects.toMatchObject({
    ...refusal('UNAVAILABLE'),
    message: 'The bucket cannot be reached.',
  });
  await expect(checkHealth({ ...whole, versions: { ...versions, check: broken } })).rejects.toMatchObject({
    ...refusal('UNAVAILABLE'),
    message: 'The table cannot be reached.',
  });
});

test('lifecycle rules that harm pipelines degrade the service by name, beside versioning', async () => {
  const { deps, bucket } = setUpDesk();
  const rules: readonly LifecycleRule[] = [
    { id: 'uploads', prefix: '', isEnabled: true, effects: [] },
    { id: 'old', prefix: '', isEnabled: true, effects: ['deletes', 'hides'] },
  ];
  const lifecycle = { rules: async () => rules };
  bucket.versioned = false;

  const { causes, reasons, harmfulRules, notChecked } = await checkHealth({ ...deps, lifecycle });

  expect({ causes, notChecked }).toEqual({ causes: ['versioning', 'lifecycle'], notChecked: [] });
  expect(harmfulRules).toEqual([rules[1]]);
  expect(reasons[1]).toMatch(/^The bucket's lifecycle rule "old" \(all keys\) deletes old versions for good/);
});

test('rules that the service may not look at are no fault, and are said not to be checked', async () => {
  const { deps } = setUpDesk();

  expect(await checkHealth({ ...deps, lifecycle: { rules: async () => null } })).toEqual({
    causes: [],
    reasons: [],
    harmfulRules: [],
    notChecked: ['lifecycle'],
  });
});
