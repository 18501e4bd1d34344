// Where a multipart upload stands among the other changes of its key: where it was begun, whenever it is completed.
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { expect, test, vi } from 'vitest';
import { Key, small, type Upload, useUploads } from './multipart-uploads.ts';
import { useServer } from './running-server.ts';
import { get, keys, listVersions, outcome, put, remove, text } from './s3-calls.ts';

const s3 = useServer();
const { begin, part, complete } = useUploads(s3);

test('of two uploads of a key the one that was begun last is current, whichever is completed last', async () => {
  const Bucket = await s3.bucket();
  const [first, second] = [await begin(Bucket), await begin(Bucket)];
  const parts = [await part(first, 1, Buffer.from('first')), await part(second, 1, Buffer.from('second'))];

  const newer = await complete(second, parts.slice(1));
  const older = await complete(first, parts.slice(0, 1));

  const { Versions = [] } = await listVersions(s3.client, Bucket);
  expect(Versions.map(({ VersionId }) => VersionId)).toEqual([newer.VersionId, older.VersionId]);
  expect(Versions.map(({ IsLatest }) => IsLatest)).toEqual([true, false]);
  expect(await text(s3.client, Bucket, Key)).toBe('second');
  expect(await text(s3.client, Bucket, Key, { VersionId: older.VersionId })).toBe('first');
  await remove(s3.client, Bucket, Key, newer.VersionId);
  expect(await text(s3.client, Bucket, Key)).toBe('first');
});

test('what was saved or deleted after an upload was begun stays current', async () => {
  const Bucket = await s3.bucket();
  const upload = await begin(Bucket);
  const one = await part(upload, 1, small);
  await put(s3.client, Bucket, Key, 'saved meanwhile');
  await complete(upload, [one]);
  const again = await begin(Bucket);
  const other = await part(again, 1, small);
  const saved = await text(s3.client, Bucket, Key);
  await remove(s3.client, Bucket, Key);
  await complete(again, [other]);

  expect(saved).toBe('saved meanwhile');
  expect(await keys(s3.client, Bucket)).toEqual([]);
  expect(await outcome(get(s3.client, Bucket, Key))).toBe('404 NoSuchKey');
});

test('without versioning the upload that is completed last replaces the object', async () => {
  const Bucket = await s3.bucket('Unversioned');
  const upload = await begin(Bucket);
  const one = await part(upload, 1, small);
  await put(s3.client, Bucket, Key, 'saved meanwhile');

  await complete(upload, [one]);

  expect(await text(s3.client, Bucket, Key)).toBe('the end');
});

test('the time of an object is that at which its upload was begun', async () => {
  const Bucket = await s3.bucket();
  const upload = await begin(Bucket);
  const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }));
  const one = await part(upload, 1, small);
  const begun = Number(Uploads[0]?.Initiated);
  await vi.waitUntil(() => Date.now() >= begun + 1000, { timeout: 20_000 });

  await complete(upload, [one]);

  expect(Number((await get(s3.client, Bucket, Key)).LastModified)).toBe(begun);
});

test('a condition is in conflict with what happened to the key since the upload was begun', async () => {
  const Bucket = await s3.bucket();
  const { ETag: IfMatch } = await put(s3.client, Bucket, Key, 'same');
  const finish = async (conditions: object, meanwhile: () => Promise<unknown>) => {
    const upload = await begin(Bucket);
    const one = await part(upload, 1, small);
    await meanwhile();
    return outcome(complete(upload, [one], conditions));
  };
  const save = () => put(s3.client, Bucket, Key, 'same');
  const drop = () => remove(s3.client, Bucket, Key);

  expect(await finish({ IfMatch }, save)).toBe('409 ConditionalRequestConflict');
  expect(await finish({ IfNoneMatch: '*' }, save)).toBe('412 PreconditionFailed');
  expect(await finish({ IfNoneMatch: '*' }, drop)).toBe('409 ConditionalRequestConflict');
  expect(await finish({ IfMatch }, drop)).toBe('404 NoSuchKey');
  expect(await finish({ IfNoneMatch: '*' }, async () => undefined)).toBe('succeeded');
});

test('the condition of a completed upload is asked at the end', async () => {
  const Bucket = await s3.bucket();
  const [first, second] = [await begin(Bucket), await begin(Bucket)];
  const finish = async (upload: Upload) =>
    outcome(complete(upload, [await part(upload, 1, small)], { IfNoneMatch: '*' }));

  expect([await finish(first), await finish(second)]).toEqual(['succeeded', '412 PreconditionFailed']);
});
