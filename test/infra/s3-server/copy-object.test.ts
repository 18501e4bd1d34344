// CopyObject: sources and their spelling, metadata, conditions on both ends.
import { createHash } from 'node:crypto';
import { CopyObjectCommand, type CopyObjectCommandInput } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sendSigned } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { get, outcome, put, remove, text } from './s3-calls.ts';

const described = { ContentType: 'text/x-sql', Metadata: { author: 'ada' } };

describe('CopyObject', () => {
  const s3 = useServer();
  const copy = (
    Bucket: string,
    Key: string,
    CopySource: string,
    more: Partial<CopyObjectCommandInput> = {},
  ) => s3.client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));

  test('a copy has the bytes and the metadata of its source, and a version of its own', async () => {
    const Bucket = await s3.bucket();
    const other = await s3.bucket();
    const source = await put(s3.client, Bucket, 'a/key', 'content', described);

    const copied = await copy(other, 'copy', `${Bucket}/a/key`);

    expect(copied.CopySourceVersionId).toBe(source.VersionId);
    expect(copied.VersionId).not.toBe(source.VersionId);
    expect(copied.CopyObjectResult).toMatchObject({ ETag: source.ETag, ChecksumCRC32: source.ChecksumCRC32 });
    expect(await get(s3.client, other, 'copy')).toMatchObject({ ...described, VersionId: copied.VersionId });
    await remove(s3.client, Bucket, 'a/key', source.VersionId);
    expect(await text(s3.client, other, 'copy')).toBe('content');
  });

  test('a copy gets the checksum that the request asks for, in place of the one of its source', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key', 'content');
    const ChecksumSHA1 = createHash('sha1').update('content').digest('base64');

    const copied = await copy(Bucket, 'copy', `${Bucket}/key`, { ChecksumAlgorithm: 'SHA1' });

    expect(copied.CopyObjectResult).toMatchObject({ ChecksumSHA1, ChecksumType: 'FULL_OBJECT' });
    expect(copied.CopyObjectResult?.ChecksumCRC32).toBeUndefined();
    expect(await get(s3.client, Bucket, 'copy', { ChecksumMode: 'ENABLED' })).toMatchObject({ ChecksumSHA1 });
  });

  test('REPLACE takes the metadata of the request', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key', 'content', described);
    const replacement = { ContentType: 'text/plain', Metadata: { editor: 'bob' } };

    await copy(Bucket, 'key', `${Bucket}/key`, { MetadataDirective: 'REPLACE', ...replacement });

    expect(await get(s3.client, Bucket, 'key')).toMatchObject(replacement);
  });

  test('an old version can be copied over its own key; a copy that changes nothing is refused', async () => {
    const Bucket = await s3.bucket();
    const { VersionId } = await put(s3.client, Bucket, 'key', 'old');
    await put(s3.client, Bucket, 'key', 'new');

    expect(await outcome(copy(Bucket, 'key', `${Bucket}/key`))).toBe('400 InvalidRequest');
    await copy(Bucket, 'key', `${Bucket}/key?versionId=${VersionId}`);

    expect(await text(s3.client, Bucket, 'key')).toBe('old');
  });

  test('in a suspended bucket the reply names the null version, unlike that of a PUT', async () => {
    const Bucket = await s3.bucket('Suspended');
    const stored = await put(s3.client, Bucket, 'key');

    const copied = await copy(Bucket, 'copy', `${Bucket}/key`);

    expect([stored.VersionId, copied.VersionId, copied.CopySourceVersionId]).toEqual([
      undefined,
      'null',
      undefined,
    ]);
  });

  test('a failed condition of a source is named in full', async () => {
    const Bucket = await s3.bucket();
    const { ETag = '' } = await put(s3.client, Bucket, 'key');
    const failed = async (name: string, value: string) => {
      const headers = { 'x-amz-copy-source': `${Bucket}/key`, [`x-amz-copy-source-${name}`]: value };
      const { body } = await sendSigned(s3.server.url, { method: 'PUT', target: `/${Bucket}/copy`, headers });
      return /<Condition>(.*?)</.exec(body)?.[1];
    };

    expect(await failed('if-match', '"other"')).toBe('x-amz-copy-source-If-Match');
    expect(await failed('if-none-match', ETag)).toBe('x-amz-copy-source-If-None-Match');
    expect(await failed('if-modified-since', new Date().toUTCString())).toBe(
      'x-amz-copy-source-If-Modified-Since',
    );
    expect(await failed('if-unmodified-since', new Date(0).toUTCString())).toBe(
      'x-amz-copy-source-If-Unmodified-Since',
    );
  });

  test('the name of a source is URL-encoded', async () => {
    const Bucket = await s3.bucket();
    const name = 'a b/+%?versionId=x&ü.txt';
    await put(s3.client, Bucket, name, 'content');

    await copy(Bucket, 'one', `${Bucket}/${encodeURIComponent(name)}`);
    await copy(Bucket, 'two', encodeURIComponent(`/${Bucket}/${name}`));

    expect([await text(s3.client, Bucket, 'one'), await text(s3.client, Bucket, 'two')]).toEqual([
      'content',
      'content',
    ]);
  });

  test('conditions are asked of the source and of the destination', async () => {
    const Bucket = await s3.bucket();
    const { ETag } = await put(s3.client, Bucket, 'key');
    const past = new Date(0);
    const conditions: [Partial<CopyObjectCommandInput>, string][] = [
      [{ CopySourceIfMatch: '"other"' }, '412 PreconditionFailed'],
      [{ CopySourceIfNoneMatch: ETag }, '412 PreconditionFailed'],
      [{ CopySourceIfUnmodifiedSince: past }, '412 PreconditionFailed'],
      [{ CopySourceIfModifiedSince: past, IfMatch: '"other"' }, '404 NoSuchKey'],
      [{ CopySourceIfMatch: ETag, IfNoneMatch: '*' }, 'succeeded'],
      [{ IfNoneMatch: '*' }, '412 PreconditionFailed'],
      [{ IfMatch: ETag }, 'succeeded'],
    ];

    for (const [condition, expected] of conditions) {
      expect([condition, await outcome(copy(Bucket, 'copy', `${Bucket}/key`, condition))]).toEqual([
        condition,
        expected,
      ]);
    }
  });

  test('a source that is not there is told from one that is deleted or misspelt', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'gone');
    const { VersionId } = await remove(s3.client, Bucket, 'gone');
    const tried = (source: string) => outcome(copy(Bucket, 'copy', source));

    expect(await tried(`${Bucket}/missing`)).toBe('404 NoSuchKey');
    expect(await tried(`${Bucket}/gone`)).toBe('404 NoSuchKey');
    expect(await tried(`${Bucket}/gone?versionId=${VersionId}`)).toBe('400 InvalidRequest');
    expect(await tried('no-such-bucket/key')).toBe('404 NoSuchBucket');
    expect(await tried(Bucket)).toBe('400 InvalidArgument');
    expect(await tried(`${Bucket}/%ZZ`)).toBe('400 InvalidArgument');
    expect(await tried(`${Bucket}/key?versionId=bad`)).toBe('400 InvalidArgument');
  });
});
