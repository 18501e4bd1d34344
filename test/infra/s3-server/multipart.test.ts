// Multipart uploads, which the AWS CLI and the SDKs' transfer managers use for large files.
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { big, Key, small, useUploads } from './multipart-uploads.ts';
import { useServer } from './running-server.ts';
import { get, keys, outcome } from './s3-calls.ts';

const s3 = useServer();
const { begin, part, complete } = useUploads(s3);
const md5 = (data: Buffer) => createHash('md5').update(data).digest();

test('the parts of an upload become one object with the ETag of parts, its headers and one event', async () => {
  const Bucket = await s3.bucket();
  const upload = await begin(Bucket, { ContentType: 'text/plain', Metadata: { a: 'b' } });
  const second = await part(upload, 7, small);
  const first = await part(upload, 2, big);

  const { ETag, VersionId } = await complete(upload, [first, second]);

  const found = await get(s3.client, Bucket, Key);
  const bytes = await found.Body?.transformToByteArray();
  const events = (await s3.server.store.outbox.read(0, 1000)).filter(
    ({ record }) => record.s3.bucket.name === Bucket,
  );
  expect(ETag).toBe(`"${createHash('md5').update(md5(big)).update(md5(small)).digest('hex')}-2"`);
  expect(found).toMatchObject({ ETag, VersionId, ContentType: 'text/plain', Metadata: { a: 'b' } });
  expect(Buffer.compare(Buffer.concat([big, small]), bytes as Uint8Array)).toBe(0);
  expect(events.map(({ record }) => record.eventName)).toEqual(['ObjectCreated:CompleteMultipartUpload']);
});

test('before it is completed, an upload is listed with the latest of each part, and is no object', async () => {
  const Bucket = await s3.bucket();
  const upload = await begin(Bucket);
  await part(upload, 1, Buffer.from('first try'));
  const again = await part(upload, 1, small);

  const { Uploads } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }));
  const { Parts } = await s3.client.send(new ListPartsCommand(upload));

  expect(Uploads?.map(({ UploadId }) => UploadId)).toEqual([upload.UploadId]);
  expect(Parts).toMatchObject([{ PartNumber: 1, ETag: again.ETag, Size: small.length }]);
  expect(await keys(s3.client, Bucket)).toEqual([]);
});

test('a part that was replaced cannot be completed with', async () => {
  const upload = await begin(await s3.bucket());
  const first = await part(upload, 1, Buffer.from('first try'));
  await part(upload, 1, small);

  const completed = await outcome(complete(upload, [first]));

  expect(completed).toBe('400 InvalidPart');
});

test('an upload that is completed leaves one file behind, and cannot be completed again', async () => {
  const files = () => readdir(`${s3.dataDir}/bodies/whole`);
  const before = (await files()).length;
  const upload = await begin(await s3.bucket());
  await part(upload, 1, Buffer.from('first try'));
  const last = await part(upload, 1, small);

  await complete(upload, [last]);

  expect((await files()).length).toBe(before + 1);
  expect(await outcome(complete(upload, [last]))).toBe('404 NoSuchUpload');
});

test('an upload that is aborted is gone with its parts', async () => {
  const Bucket = await s3.bucket();
  const upload = await begin(Bucket);
  await part(upload, 1, small);
  const abort = () => s3.client.send(new AbortMultipartUploadCommand(upload));

  await abort();

  expect(await outcome(part(upload, 2, small))).toBe('404 NoSuchUpload');
  expect(await outcome(abort())).toBe('404 NoSuchUpload');
  expect(await keys(s3.client, Bucket)).toEqual([]);
});

test('there are no uploads in a bucket that is not there', async () => {
  const elsewhere = { Bucket: 'no-such-bucket', Key, UploadId: 'none' };

  const outcomes = await Promise.all([
    outcome(part(elsewhere, 1, small)),
    outcome(complete(elsewhere, [{ PartNumber: 1, ETag: 'x' }])),
    outcome(s3.client.send(new AbortMultipartUploadCommand(elsewhere))),
  ]);

  expect(outcomes).toEqual(Array(3).fill('404 NoSuchBucket'));
});

test('the list of parts must be in order, known and large enough', async () => {
  const Bucket = await s3.bucket();
  const upload = await begin(Bucket);
  const one = await part(upload, 1, small);
  const two = await part(upload, 2, small);

  const lists = [[two, one], [one, two], [{ PartNumber: 3, ETag: '"x"' }], []];
  const outcomes = await Promise.all(lists.map((parts) => outcome(complete(upload, parts))));

  expect(outcomes).toEqual([
    '400 InvalidPartOrder',
    '400 EntityTooSmall',
    '400 InvalidPart',
    '400 MalformedXML',
  ]);
});
