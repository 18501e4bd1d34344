// A file that was uploaded in parts, and brought back: it has the ETag that the version pins, which a copy in one piece
// would not have.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isDraftDirty } from '../../functions/domain/draft.ts';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { isPinned, type PinnedFile } from '../../functions/domain/snapshot.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { restoreDraft } from '../../functions/usecases/restore-draft.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { newPipeline } from './samples.ts';

let backend: AwsBackend;

beforeAll(async () => {
  backend = await startAws();
});
afterAll(() => backend.close());

const PATH = 'seeds/a b+c.csv';
const SOURCE = 'pipeline.sql';
/** All parts but the last have 5 MiB at least, and need not be of one size. */
const SIZES = [5 * 1024 * 1024 + 1, 6 * 1024 * 1024, 7];

async function uploadInParts(pipeline: Pipeline, sizes: readonly number[] = SIZES): Promise<void> {
  const { s3, bucketName: Bucket } = backend;
  const object = { Bucket, Key: keyPrefix(pipeline) + PATH };
  const described = { ContentType: 'text/csv', Metadata: { author: 'ada' } };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...object, ...described }));
  const Parts = [];
  for (const [index, size] of sizes.entries()) {
    const part = { ...object, UploadId, PartNumber: index + 1, Body: Buffer.alloc(size, index) };
    const { ETag } = await s3.send(new UploadPartCommand(part));
    Parts.push({ PartNumber: index + 1, ETag });
  }
  await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));
}

async function pinOf(pipeline: Pipeline): Promise<PinnedFile> {
  const listing = await backend.files.listDraft(pipeline, { known: async () => [] });
  const pin = listing?.files.filter(isPinned).find(({ path }) => path === PATH);
  if (pin === undefined) throw new Error(`${PATH} is not there`);
  return pin;
}

test.each([[SIZES], [[3]], [[0]], [[5 * 1024 * 1024, 0]]])(
  'a copy of a file in parts of %j bytes has the same ETag and bytes',
  async (sizes) => {
    const pipeline = newPipeline();
    await uploadInParts(pipeline, sizes);
    const pin = await pinOf(pipeline);
    const size = sizes.reduce((sum, part) => sum + part, 0);
    await backend.bucket.put(keyPrefix(pipeline) + PATH, 'edited');

    const copied = await backend.files.copy(pipeline, pin);

    const [now, then] = [
      await backend.files.read(pipeline, { path: PATH }, size),
      await backend.files.read(pipeline, pin, size),
    ];
    expect([copied, pin.etag.endsWith(`-${sizes.length}`)]).toEqual([true, true]);
    expect({ etag: now?.etag, size: now?.size }).toEqual({ etag: pin.etag, size });
    expect(Buffer.compare(now?.bytes ?? Buffer.of(1), then?.bytes ?? Buffer.of(2))).toBe(0);
    const object = { Bucket: backend.bucketName, Key: keyPrefix(pipeline) + PATH };
    const described = { ContentType: 'text/csv', Metadata: { author: 'ada' } };
    expect(await backend.s3.send(new HeadObjectCommand(object))).toMatchObject(described);
  },
);

test('a restored draft with such a file is clean, and restoring it again changes nothing', async () => {
  const pipeline = newPipeline();
  await uploadInParts(pipeline);
  await backend.bucket.put(keyPrefix(pipeline) + SOURCE, 'SELECT 1');
  await publishVersion(backend, { pipeline, message: 'm', createdBy: null, request: null });
  await backend.bucket.delete(keyPrefix(pipeline) + PATH);

  const first = await restoreDraft(backend, { pipeline, target: 1 });
  const second = await restoreDraft(backend, { pipeline, target: 1 });

  expect([first.written, second.written]).toEqual([[PATH], []]);
  expect(isDraftDirty(second.state.draft, second.state.current)).toBe(false);
});

test('a version that is gone for good leaves no parts behind', async () => {
  const pipeline = newPipeline();
  await uploadInParts(pipeline, [3]);
  const pin = await pinOf(pipeline);
  await backend.bucket.put(keyPrefix(pipeline) + PATH, 'edited');
  await backend.bucket.deleteVersion(keyPrefix(pipeline) + PATH, pin.versionId);

  expect(await backend.files.copy(pipeline, pin)).toBe(false);

  const { Uploads = [] } = await backend.s3.send(
    new ListMultipartUploadsCommand({ Bucket: backend.bucketName, Prefix: keyPrefix(pipeline) }),
  );
  expect(Uploads).toEqual([]);
});
