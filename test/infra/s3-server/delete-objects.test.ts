// DeleteObjects, and with it the XML that a client may send or must not.
import { createHash } from 'node:crypto';
import { DeleteObjectsCommand, type ObjectIdentifier } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sendSigned } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { keys, listVersions, outcome, put } from './s3-calls.ts';

describe('DeleteObjects', () => {
  const s3 = useServer();
  const removeAll = (Bucket: string, Objects: ObjectIdentifier[], Quiet = false) =>
    s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet } }));

  function post(bucket: string, body: string, headers = {}) {
    const md5 = createHash('md5').update(body).digest('base64');
    const target = `/${bucket}?delete=`;
    return sendSigned(s3.server.url, {
      method: 'POST',
      target,
      headers: { 'content-md5': md5, ...headers },
      body,
    });
  }

  test('each key and version is deleted and reported', async () => {
    const Bucket = await s3.bucket();
    const { VersionId } = await put(s3.client, Bucket, 'a');
    await put(s3.client, Bucket, 'b');

    const { Deleted = [], Errors } = await removeAll(Bucket, [
      { Key: 'a', VersionId },
      { Key: 'b' },
      { Key: 'c' },
    ]);

    expect(Errors).toBeUndefined();
    expect(Deleted[0]).toEqual({ Key: 'a', VersionId });
    expect(Deleted[1]).toMatchObject({ Key: 'b', DeleteMarker: true });
    expect(Deleted[2]).toMatchObject({ Key: 'c', DeleteMarker: true });
    const { DeleteMarkers = [] } = await listVersions(s3.client, Bucket);
    expect(DeleteMarkers.map((m) => m.VersionId)).toEqual(
      Deleted.slice(1).map((d) => d.DeleteMarkerVersionId),
    );
  });

  test('what cannot be deleted is an error of its own; quiet reports nothing else', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'a');
    await put(s3.client, Bucket, 'b');

    const { Deleted, Errors = [] } = await removeAll(
      Bucket,
      [
        { Key: 'a', VersionId: 'bad' },
        { Key: 'b' },
        { Key: 'x'.repeat(1025) },
        { Key: 'a', ETag: '"other"' },
      ],
      true,
    );

    expect(Deleted).toBeUndefined();
    expect(Errors.map(({ Code }) => Code)).toEqual([
      'NoSuchVersion',
      'KeyTooLongError',
      'PreconditionFailed',
    ]);
    expect(await keys(s3.client, Bucket)).toEqual(['a']);
  });

  test('1,000 keys go in one request, or in one page of a list; 1,001 do not', async () => {
    const Bucket = await s3.bucket();
    const objects = Array.from({ length: 1001 }, (_, i) => ({ Key: `key-${i}` }));

    expect((await removeAll(Bucket, objects.slice(1))).Deleted).toHaveLength(1000);
    expect(await outcome(removeAll(Bucket, objects))).toBe('400 MalformedXML');
    await removeAll(Bucket, objects.slice(0, 1));
    const page = await listVersions(s3.client, Bucket);
    expect([page.DeleteMarkers?.length, page.IsTruncated]).toEqual([1000, true]);
  });

  test.each([
    ['not XML', 'delete them all'],
    ['broken XML', '<Delete><Object><Key>a</Object></Delete>'],
    ['another document', '<Remove><Object><Key>a</Key></Object></Remove>'],
    ['no objects', '<Delete></Delete>'],
    ['an object without a key', '<Delete><Object></Object></Delete>'],
    ['an empty key', '<Delete><Object><Key></Key></Object></Delete>'],
    ['two keys in one object', '<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>'],
    ['elements in a key', '<Delete><Object><Key><b>a</b></Key></Object></Delete>'],
    ['a DOCTYPE', '<!DOCTYPE d [<!ENTITY a "a">]><Delete><Object><Key>a</Key></Object></Delete>'],
    ['an unknown entity', '<Delete><Object><Key>&a;</Key></Object></Delete>'],
    ['half a surrogate', '<Delete><Object><Key>&#xD800;</Key></Object></Delete>'],
    ['a polluting element', '<Delete><__proto__>a</__proto__></Delete>'],
    ['deep nesting', `<Delete>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</Delete>`],
    ['nothing', ''],
  ])('%s is malformed and deletes nothing', async (_, body) => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'a');

    expect((await post(Bucket, body)).code).toBe('MalformedXML');
    expect(await keys(s3.client, Bucket)).toEqual(['a']);
  });

  test('a body without a digest, with a wrong one or too large is refused', async () => {
    const Bucket = await s3.bucket();
    const body = '<Delete><Object><Key>a</Key></Object></Delete>';
    const target = `/${Bucket}?delete=`;

    const without = await sendSigned(s3.server.url, { method: 'POST', target, body });
    const wrong = await post(Bucket, body, {
      'content-md5': createHash('md5').update('no').digest('base64'),
    });
    const large = await post(Bucket, ' '.repeat(9 * 1024 * 1024));

    expect([without.code, wrong.code, large.code]).toEqual([
      'InvalidRequest',
      'BadDigest',
      'MaxMessageLengthExceeded',
    ]);
  });

  test('escaped keys are meant literally', async () => {
    const Bucket = await s3.bucket();
    const tricky = ['a&b', '<a>', '"a"', "'a'", 'a&amp;b', ' a ', 'a\rb', 'a\nb', 'a\tb', 'é😀'];
    for (const key of tricky) await put(s3.client, Bucket, key);

    const { Deleted = [] } = await removeAll(
      Bucket,
      tricky.map((Key) => ({ Key })),
    );

    expect(Deleted.map(({ Key }) => Key)).toEqual(tricky);
    expect(await keys(s3.client, Bucket)).toEqual([]);
  });
});
