// The exact requests to S3 where they matter, and what its failures become.
import {
  CopyObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { createS3DraftFiles } from '../../../functions/adapters/s3/draft-files.ts';
import {
  MAX_COUNTED_FILES,
  MAX_FILES,
  type PinnedFile,
  type S3VersionId,
} from '../../../functions/domain/snapshot.ts';
import { refusal } from '../usecases/desk.ts';

const client = new S3Client({ region: 'us-east-1' });
const s3 = mockClient(client);
const files = createS3DraftFiles(client, 'bucket');
const pipeline = { namespace: 'default', layer: 'silver', name: 'orders' } as const;
const PREFIX = 'default/pipelines/silver/orders/';
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

beforeEach(() => s3.reset());

const version = (name: string, VersionId: string, IsLatest = true) => ({
  Key: PREFIX + name,
  VersionId,
  IsLatest,
  ETag: '"e"',
  Size: 1,
  LastModified: LONG_AGO,
});
const object = (name: string, ETag = '"e"') => ({
  Key: PREFIX + name,
  ETag,
  Size: 1,
  LastModified: LONG_AGO,
});
const head = (VersionId: string) => ({ ETag: '"e"', ContentLength: 1, LastModified: LONG_AGO, VersionId });
const pin = (path: string): PinnedFile => ({
  path,
  etag: 'e',
  size: 1,
  lastModified: LONG_AGO.getTime(),
  versionId: `pinned-${path}` as S3VersionId,
});
const nothingKnown = { known: async () => [] };

test('a file none of whose versions is current was caught in the middle of a save: no listing comes out', async () => {
  s3.on(ListObjectVersionsCommand).resolves({
    Versions: [version('pipeline.sql', 'v2'), version('config.yaml', 'v1', false)],
  });

  expect(await files.listDraft(pipeline, nothingKnown)).toBeNull();
});

test.each([
  ['url', 'a%2Bb+100%25.sql'],
  [undefined, 'a+b 100%.sql'],
] as const)(
  'keys are decoded only if the server says that it has encoded them: %s',
  async (EncodingType, name) => {
    s3.on(ListObjectVersionsCommand).resolves({
      ...(EncodingType && { EncodingType }),
      Versions: [version(name, 'v1')],
      DeleteMarkers: [{ Key: `${PREFIX}x${name}`, VersionId: 'm1', IsLatest: true }],
    });

    const listing = await files.listDraft(pipeline, nothingKnown);

    expect(listing?.files.map(({ path }) => path)).toEqual(['a+b 100%.sql']);
    expect(listing?.deleted.map(({ path }) => path)).toEqual(['xa+b 100%.sql']);
  },
);

test('a deleted file is known by its newest delete marker', async () => {
  s3.on(ListObjectVersionsCommand).resolves({
    Versions: [version('pipeline.sql', 'v2'), version('gone.sql', 'v1', false)],
    DeleteMarkers: [
      { Key: `${PREFIX}gone.sql`, VersionId: 'm2', IsLatest: true },
      { Key: `${PREFIX}gone.sql`, VersionId: 'm1', IsLatest: false },
    ],
  });

  const listing = await files.listDraft(pipeline, nothingKnown);

  expect(listing?.files.map(({ path }) => path)).toEqual(['pipeline.sql']);
  expect(listing?.deleted).toEqual([{ path: 'gone.sql', marker: 'm2' }]);
});

test('a server whose pages do not go on is an error, not a list without end', async () => {
  s3.on(ListObjectVersionsCommand).resolves({
    Versions: [version('a.sql', 'v1')],
    IsTruncated: true,
    NextKeyMarker: `${PREFIX}a.sql`,
    NextVersionIdMarker: 'v1',
  });

  await expect(files.listDraft(pipeline, nothingKnown)).rejects.toThrow(/ends where it began/);
  expect(s3.commandCalls(ListObjectVersionsCommand)).toHaveLength(2);
});

test('version IDs come with the list; paging goes on behind the last key and version, decoded', async () => {
  s3.on(ListObjectVersionsCommand)
    .resolvesOnce({
      EncodingType: 'url',
      Versions: [version('a+%2B.sql', 'v1')],
      IsTruncated: true,
      NextKeyMarker: `${PREFIX}a+%2B.sql`,
      NextVersionIdMarker: 'v1',
    })
    .resolvesOnce({
      EncodingType: 'url',
      Versions: [version('b.sql', 'v2')],
    });

  const listing = await files.listDraft(pipeline, nothingKnown);

  expect(listing?.files.map(({ path, versionId }) => [path, versionId])).toEqual([
    ['a +.sql', 'v1'],
    ['b.sql', 'v2'],
  ]);
  const inputs = s3.commandCalls(ListObjectVersionsCommand).map(({ args }) => args[0].input);
  expect(inputs).toEqual([
    { Bucket: 'bucket', Prefix: PREFIX, EncodingType: 'url' },
    {
      Bucket: 'bucket',
      Prefix: PREFIX,
      EncodingType: 'url',
      KeyMarker: `${PREFIX}a +.sql`,
      VersionIdMarker: 'v1',
    },
  ]);
});

test('where old versions prevail, only files that are not pinned yet are looked at', async () => {
  const old = Array.from({ length: 9 }, (_, n) => version('a.sql', `old-${n}`, false));
  s3.on(ListObjectVersionsCommand).resolves({
    Versions: old,
    IsTruncated: true,
    NextKeyMarker: 'k',
    NextVersionIdMarker: 'v',
  });
  s3.on(ListObjectsV2Command).resolves({ Contents: [object('a.sql'), object('b.sql')] });
  s3.on(HeadObjectCommand).resolves(head('new-b'));

  const listing = await files.listDraft(pipeline, { known: async () => [pin('a.sql')] });

  expect(listing?.files.map(({ versionId }) => versionId)).toEqual(['pinned-a.sql', 'new-b']);
  expect(s3.commandCalls(HeadObjectCommand).map(({ args }) => args[0].input)).toEqual([
    { Bucket: 'bucket', Key: `${PREFIX}b.sql` },
  ]);
});

test.each([
  ['another ETag', { ETag: '"other"' }],
  ['another size', { ContentLength: 2 }],
  ['another time', { LastModified: new Date('2026-01-01T00:00:01Z') }],
])('a file that has %s than the list said spoils the list', async (_, difference) => {
  const previous = { files: [], deleted: [], notes: { byObjects: true, date: Date.now() } };
  s3.on(ListObjectsV2Command).resolves({ Contents: [object('a.sql')] });
  s3.on(HeadObjectCommand).resolves({
    ETag: '"e"',
    ContentLength: 1,
    LastModified: LONG_AGO,
    VersionId: 'v',
    ...difference,
  });

  expect(await files.listDraft(pipeline, { ...nothingKnown, previous })).toBeNull();
});

test('a file that was deleted behind the list spoils the list', async () => {
  const previous = { files: [], deleted: [], notes: { byObjects: true, date: Date.now() } };
  s3.on(ListObjectsV2Command).resolves({ Contents: [object('a.sql')] });
  s3.on(HeadObjectCommand).rejects(
    Object.assign(new Error('gone'), { name: 'NotFound', $metadata: { httpStatusCode: 404 } }),
  );

  expect(await files.listDraft(pipeline, { ...nothingKnown, previous })).toBeNull();
});

test('a file saved within the second of the list before is looked at again, an older one is not', async () => {
  const date = LONG_AGO.getTime() + 1_000;
  const old = { ...pin('old.sql'), lastModified: LONG_AGO.getTime() - 60_000 };
  const previous = { files: [old, pin('racy.sql')], deleted: [], notes: { byObjects: true, date } };
  s3.on(ListObjectsV2Command).resolves({
    Contents: [{ ...object('old.sql'), LastModified: new Date(old.lastModified) }, object('racy.sql')],
  });
  s3.on(HeadObjectCommand).resolves(head('saved-again'));

  const listing = await files.listDraft(pipeline, { ...nothingKnown, previous });

  expect(listing?.files.map(({ versionId }) => versionId)).toEqual(['pinned-old.sql', 'saved-again']);
  expect(s3.commandCalls(HeadObjectCommand)).toHaveLength(1);
});

test('a server that does not say when it listed has no pin taken over from its list', async () => {
  const previous = { files: [pin('a.sql')], deleted: [], notes: { byObjects: true, date: 0 } };
  s3.on(ListObjectsV2Command).resolves({ Contents: [object('a.sql')] });
  s3.on(HeadObjectCommand).resolves(head('v'));

  const listing = await files.listDraft(pipeline, { ...nothingKnown, previous });

  expect(listing?.files.map(({ versionId }) => versionId)).toEqual(['v']);
});

test('too many files end the list before any file is looked at', async () => {
  const previous = { files: [], deleted: [], notes: { byObjects: true, date: Date.now() } };
  const page = Array.from({ length: 1_000 }, (_, n) => object(`${n}.sql`));
  s3.on(ListObjectsV2Command).resolves({ Contents: page, IsTruncated: true, NextContinuationToken: 'more' });

  const listing = await files.listDraft(pipeline, { ...nothingKnown, previous });

  expect(listing?.files.length).toBeGreaterThan(MAX_FILES);
  expect(s3.commandCalls(ListObjectsV2Command)).toHaveLength(MAX_FILES / 1_000 + 1);
  expect(s3.commandCalls(HeadObjectCommand)).toHaveLength(0);
});

test('content is counted far beyond what a version may pin, and not without end', async () => {
  const page = Array.from({ length: 1_000 }, (_, n) => object(`${n}.sql`));
  s3.on(ListObjectsV2Command).resolves({ Contents: page, IsTruncated: true, NextContinuationToken: 'more' });

  const listed = await files.listContent(pipeline);

  expect(listed.length).toBeGreaterThan(MAX_COUNTED_FILES);
  expect(s3.commandCalls(ListObjectsV2Command)).toHaveLength(MAX_COUNTED_FILES / 1_000 + 1);
});

test.each([
  ['SlowDown', 503, 'THROTTLED'],
  ['InternalError', 500, 'UNAVAILABLE'],
  ['TimeoutError', undefined, 'UNAVAILABLE'],
] as const)('%s becomes %s', async (name, httpStatusCode, code) => {
  const failure = Object.assign(new Error('from AWS'), { name, $metadata: { httpStatusCode } });
  s3.onAnyCommand().rejects(failure);

  const everything = [
    () => files.listDraft(pipeline, nothingKnown),
    () => files.listContent(pipeline),
    () => files.findMissing(pipeline, [pin('a.sql')]),
    () => files.read(pipeline, pin('a.sql'), 100),
    () => files.versioning(),
  ];

  for (const request of everything)
    await expect(request()).rejects.toMatchObject({ ...refusal(code), cause: failure });
});

test('an archived pin is missing, by the name of its archive; one that S3 has restored is not', async () => {
  const archived = (name: string) => ({
    ...version(name, `pinned-${name}`),
    StorageClass: 'GLACIER' as never,
  });
  s3.on(ListObjectVersionsCommand).resolves({
    Versions: [version('a.sql', 'pinned-a.sql'), archived('b.sql'), archived('c.sql')],
  });
  const headOf = (path: string) =>
    s3.on(HeadObjectCommand, { Bucket: 'bucket', Key: PREFIX + path, VersionId: `pinned-${path}` });
  headOf('b.sql').resolves({ ...head('pinned-b.sql'), StorageClass: 'GLACIER' });
  headOf('c.sql').resolves({
    ...{ ...head('pinned-c.sql'), StorageClass: 'GLACIER' },
    Restore: 'ongoing-request="false", expiry-date="Fri, 21 Dec 2026 00:00:00 GMT"',
  });

  const missing = await files.findMissing(pipeline, ['a.sql', 'b.sql', 'c.sql'].map(pin));

  expect(missing).toEqual([{ ...pin('b.sql'), archivedIn: 'GLACIER' }]);
});

test.each([
  [{ StorageClass: 'DEEP_ARCHIVE' as const }],
  [{ StorageClass: 'INTELLIGENT_TIERING' as const, ArchiveStatus: 'ARCHIVE_ACCESS' as const }],
])('an archived object is not copied: %j', async (where) => {
  s3.on(GetBucketVersioningCommand).resolves({ Status: 'Enabled' });
  s3.on(HeadObjectCommand).resolves({ ...head('v'), ...where });

  expect(await files.copy(pipeline, pin('a.sql'))).toBe(false);
  expect(s3.commandCalls(CopyObjectCommand)).toHaveLength(0);
});

test('an archived object cannot be read, and is as good as gone', async () => {
  s3.on(GetObjectCommand).rejects(Object.assign(new Error('archived'), { name: 'InvalidObjectState' }));

  expect(await files.read(pipeline, pin('a.sql'), 100)).toBeNull();
});
