// The rules of versions: null versions, delete markers, and what becomes current when one is removed.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
import { type DeleteMarkerEntry, DeleteObjectCommand, type ObjectVersion } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { setVersioning, useServer } from './running-server.ts';
import { get, keys, list, listVersions, outcome, put, remove, text } from './s3-calls.ts';

describe('versioning', () => {
  const s3 = useServer();

  async function history(Bucket: string): Promise<string[]> {
    const { Versions = [], DeleteMarkers = [] } = await listVersions(s3.client, Bucket);
    const line = (kind: string) => (v: ObjectVersion | DeleteMarkerEntry) =>
      `${kind} ${v.VersionId}${v.IsLatest ? ' latest' : ''}`;
    return [...Versions.map(line('object')), ...DeleteMarkers.map(line('marker'))];
  }

  test('an unversioned bucket keeps one null version, and deletes it for good', async () => {
    const Bucket = await s3.bucket('Unversioned');

    const first = await put(s3.client, Bucket, 'key', 'one');
    await put(s3.client, Bucket, 'key', 'two');
    const found = await get(s3.client, Bucket, 'key');

    expect([first.VersionId, found.VersionId]).toEqual([undefined, undefined]);
    expect(await history(Bucket)).toEqual(['object null latest']);
    const { DeleteMarker, VersionId } = await remove(s3.client, Bucket, 'key');
    expect([DeleteMarker, VersionId]).toEqual([undefined, undefined]);
    expect(await history(Bucket)).toEqual([]);
  });

  test('the null version of before lives on among the versions', async () => {
    const Bucket = await s3.bucket('Unversioned');
    await put(s3.client, Bucket, 'key', 'before');
    await setVersioning(s3.client, Bucket, 'Enabled');

    const { VersionId } = await put(s3.client, Bucket, 'key', 'after');

    expect(await history(Bucket)).toEqual([`object ${VersionId} latest`, 'object null']);
    const old = await get(s3.client, Bucket, 'key', { VersionId: 'null' });
    expect(old.VersionId).toBe('null');
    expect(await old.Body?.transformToString()).toBe('before');
  });

  test('a suspended bucket writes null versions, each replacing the one before, and keeps the others', async () => {
    const Bucket = await s3.bucket('Enabled');
    const { VersionId } = await put(s3.client, Bucket, 'key', 'versioned');
    await setVersioning(s3.client, Bucket, 'Suspended');

    const suspended = await put(s3.client, Bucket, 'key', 'null one');
    await put(s3.client, Bucket, 'key', 'null two');

    expect(suspended.VersionId).toBeUndefined();
    expect(await history(Bucket)).toEqual(['object null latest', `object ${VersionId}`]);
    expect(await text(s3.client, Bucket, 'key', { VersionId: 'null' })).toBe('null two');
    expect(await text(s3.client, Bucket, 'key', { VersionId })).toBe('versioned');
  });

  test('a delete in a suspended bucket puts a null marker in the place of the null version', async () => {
    const Bucket = await s3.bucket('Enabled');
    const { VersionId } = await put(s3.client, Bucket, 'key', 'versioned');
    await setVersioning(s3.client, Bucket, 'Suspended');
    await put(s3.client, Bucket, 'key', 'null');

    const deleted = await remove(s3.client, Bucket, 'key');

    expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
    expect(await history(Bucket)).toEqual([`object ${VersionId}`, 'marker null latest']);
    await remove(s3.client, Bucket, 'key', 'null');
    expect(await text(s3.client, Bucket, 'key')).toBe('versioned');
  });

  test('a delete makes a marker even where nothing was, and again on top of a marker', async () => {
    const Bucket = await s3.bucket();

    const first = await remove(s3.client, Bucket, 'key');
    const second = await remove(s3.client, Bucket, 'key');

    expect([first.DeleteMarker, second.DeleteMarker]).toEqual([true, true]);
    expect(await history(Bucket)).toEqual([`marker ${second.VersionId} latest`, `marker ${first.VersionId}`]);
  });

  test('removing the newest version makes the one before current again', async () => {
    const Bucket = await s3.bucket();
    const one = await put(s3.client, Bucket, 'key', 'one');
    const two = await put(s3.client, Bucket, 'key', 'two');
    const marker = await remove(s3.client, Bucket, 'key');
    const current = async () =>
      (await keys(s3.client, Bucket)).length ? text(s3.client, Bucket, 'key') : 'none';

    const seen = [await current()];
    const unmarked = await remove(s3.client, Bucket, 'key', marker.VersionId);
    seen.push(await current());
    await remove(s3.client, Bucket, 'key', two.VersionId);
    seen.push(await current());
    await remove(s3.client, Bucket, 'key', one.VersionId);

    expect([...seen, await current()]).toEqual(['none', 'two', 'one', 'none']);
    expect(unmarked).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
  });

  test('removing an old version leaves the current one alone', async () => {
    const Bucket = await s3.bucket();
    const one = await put(s3.client, Bucket, 'key', 'one');
    await put(s3.client, Bucket, 'key', 'two');

    await remove(s3.client, Bucket, 'key', one.VersionId);

    expect(await text(s3.client, Bucket, 'key')).toBe('two');
    expect(await outcome(get(s3.client, Bucket, 'key', { VersionId: one.VersionId }))).toBe(
      '404 NoSuchVersion',
    );
  });

  test('deleting a version that is not there succeeds; a malformed ID does not', async () => {
    const Bucket = await s3.bucket();
    const { VersionId } = await put(s3.client, Bucket, 'key');

    await remove(s3.client, Bucket, 'key', VersionId);

    expect(await outcome(remove(s3.client, Bucket, 'key', VersionId))).toBe('succeeded');
    expect(await outcome(remove(s3.client, Bucket, 'key', 'bad'))).toBe('400 InvalidArgument');
    expect(await outcome(remove(s3.client, 'no-such-bucket', 'key'))).toBe('404 NoSuchBucket');
  });

  test('If-Match on a delete asks for the current version', async () => {
    const Bucket = await s3.bucket();
    const { ETag } = await put(s3.client, Bucket, 'key', 'one');
    const removeIf = (Key: string, IfMatch?: string) =>
      outcome(s3.client.send(new DeleteObjectCommand({ Bucket, Key, IfMatch })));

    expect(await removeIf('key', '"other"')).toBe('412 PreconditionFailed');
    expect(await removeIf('missing', ETag)).toBe('404 NoSuchKey');
    expect(await removeIf('key', ETag)).toBe('succeeded');
    expect(await removeIf('key', '*')).toBe('412 PreconditionFailed');
  });

  test('version IDs never repeat, and do not sort by age', async () => {
    const Bucket = await s3.bucket();

    const ids: string[] = [];
    for (let i = 0; i < 30; i++) ids.push((await put(s3.client, Bucket, 'key', `${i}`)).VersionId ?? '');

    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).not.toEqual(ids);
    const { Versions = [] } = await listVersions(s3.client, Bucket);
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual(ids.toReversed());
  });

  test('lists and heads show the same whole seconds', async () => {
    const Bucket = await s3.bucket();
    for (let i = 0; i < 5; i++) await put(s3.client, Bucket, `key-${i}`);
    const names = ['key-0', 'key-1', 'key-2', 'key-3', 'key-4'];

    const current = (await list(s3.client, Bucket)).Contents ?? [];
    const versions = (await listVersions(s3.client, Bucket)).Versions ?? [];
    const found = await Promise.all(names.map((key) => get(s3.client, Bucket, key)));

    const heads = found.map(({ LastModified }) => LastModified);
    expect(current.map(({ LastModified }) => LastModified)).toEqual(heads);
    expect(versions.map(({ LastModified }) => LastModified)).toEqual(heads);
  });
});
