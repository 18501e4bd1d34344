// Releases on the servers of SERVER_SET: what is there, in which order, and what happens when it is done again.
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { unpackTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createS3Releases } from '../../functions/adapters/s3/releases.ts';
import { uploadArchive } from '../../functions/adapters/s3/upload-archive.ts';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import type { ReleaseForm } from '../../functions/domain/release.ts';
import { isPinned } from '../../functions/domain/snapshot.ts';
import type { Releases } from '../../functions/ports/releases.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { releaseVersion } from '../../functions/usecases/release-version.ts';
import { serverSet } from '../support/server-set.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { newPipeline } from './samples.ts';

let backend: AwsBackend;

beforeAll(async () => {
  backend = await startAws();
});
afterAll(() => backend.close());

const FILES = {
  'pipeline.sql': 'SELECT 1',
  'config.yaml': 'a: 1\n',
  'tests/quality/a b+c.sql': 'SELECT 2',
  'seeds/Größe.csv': 'x,y\n',
  'empty.txt': '',
  'manifest.json': '{}',
};

function releasesOf(form: ReleaseForm): Releases {
  const { s3, bucketName } = backend;
  return createS3Releases(s3, bucketName, { form, bucketName });
}

async function publish(pipeline: Pipeline): Promise<void> {
  await publishVersion(backend, { pipeline, message: 'a version', createdBy: null, request: null });
}

async function published(files: Readonly<Record<string, string>> = FILES): Promise<Pipeline> {
  const pipeline = newPipeline();
  for (const [path, text] of Object.entries(files))
    await backend.bucket.put(keyPrefix(pipeline) + path, text);
  await publish(pipeline);
  return pipeline;
}

const baseOf = ({ namespace, layer, name }: Pipeline) => `releases/${namespace}/${layer}/${name}/`;

async function keysOf(pipeline: Pipeline): Promise<readonly string[]> {
  const Prefix = baseOf(pipeline);
  const list = new ListObjectsV2Command({ Bucket: backend.bucketName, Prefix });
  const { Contents = [] } = await backend.s3.send(list);
  return Contents.map(({ Key = '' }) => Key.slice(Prefix.length));
}

async function bytesOf(pipeline: Pipeline, key: string): Promise<Buffer> {
  const Key = baseOf(pipeline) + key;
  const { Body } = await backend.s3.send(new GetObjectCommand({ Bucket: backend.bucketName, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const release = (pipeline: Pipeline, releases: Releases) =>
  releaseVersion({ versions: backend.versions, releases }, pipeline, 1);

/** Fails, as a crash would, before what `isLast` says. */
function dyingBefore(releases: Releases, isLast: (key: string) => boolean): Releases {
  const die = (key: string) => {
    if (isLast(key)) throw new Error('it died');
  };
  return {
    ...releases,
    async copy(pipeline, file, key) {
      die(key);
      return releases.copy(pipeline, file, key);
    },
    async putJson(key, body) {
      die(key);
      return releases.putJson(key, body);
    },
  };
}

test('each file is an object of its own, as it was published, and the manifest is beside them', async () => {
  const pipeline = await published();
  await backend.bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, 'edited since');

  await release(pipeline, releasesOf('prefix'));

  const wanted = Object.keys(FILES).map((path) => `1/${path}`);
  expect((await keysOf(pipeline)).toSorted()).toEqual([...wanted, '1.manifest.json'].toSorted());
  for (const [path, text] of Object.entries(FILES))
    expect((await bytesOf(pipeline, `1/${path}`)).toString()).toBe(text);
  expect(JSON.parse((await bytesOf(pipeline, '1.manifest.json')).toString())).toMatchObject({
    ...pipeline,
    version_number: 1,
    form: 'prefix',
    place: `${baseOf(pipeline)}1/`,
    source: 'pipeline.sql',
    config: 'config.yaml',
    quality_tests: ['tests/quality/a b+c.sql'],
    files: expect.arrayContaining([{ path: 'empty.txt', size: 0 }]),
  });
  expect(await backend.versions.readRelease(pipeline, 1)).toEqual({
    location: `s3://${backend.bucketName}/${baseOf(pipeline)}1/`,
    manifest: `s3://${backend.bucketName}/${baseOf(pipeline)}1.manifest.json`,
  });
});

test('an archive has all files, sorted, with the time of the version, and is the same bytes each time', async () => {
  const pipeline = await published();
  const Key = `${baseOf(pipeline)}1.tar.gz`;

  await release(pipeline, releasesOf('archive'));
  const archive = await bytesOf(pipeline, '1.tar.gz');
  for (const key of [Key, `${baseOf(pipeline)}1.manifest.json`])
    await backend.s3.send(new DeleteObjectCommand({ Bucket: backend.bucketName, Key: key }));
  await release(pipeline, releasesOf('archive'));

  expect((await bytesOf(pipeline, '1.tar.gz')).equals(archive)).toBe(true);
  const entries = await unpackTar(new Uint8Array(gunzipSync(archive)));
  const { createdAt } = (await backend.versions.readState(pipeline))?.current ?? {};
  const seconds = Math.floor((createdAt?.getTime() ?? 0) / 1000);
  expect(entries.map(({ header }) => header.name)).toEqual(Object.keys(FILES).toSorted());
  for (const { header, data } of entries) {
    expect([header.mode, (header.mtime?.getTime() ?? 0) / 1000]).toEqual([0o644, seconds]);
    expect(Buffer.from(data ?? []).toString()).toBe(FILES[header.name as keyof typeof FILES]);
  }
  expect((await keysOf(pipeline)).toSorted()).toEqual(['1.manifest.json', '1.tar.gz']);
});

describe('a release that dies is finished by the next one', () => {
  test.each(['1/config.yaml', '1.manifest.json'])('before %s', async (last) => {
    const pipeline = await published();
    const dying = dyingBefore(releasesOf('prefix'), (key) => key === baseOf(pipeline) + last);
    await expect(release(pipeline, dying)).rejects.toThrow('it died');
    expect(await keysOf(pipeline)).not.toContain('1.manifest.json');
    expect(await backend.versions.readRelease(pipeline, 1)).toBeNull();

    await release(pipeline, releasesOf('prefix'));

    expect(await keysOf(pipeline)).toHaveLength(Object.keys(FILES).length + 1);
    expect((await backend.versions.readRelease(pipeline, 1))?.location).toMatch(/\/1\/$/);
  });
});

test.each(['prefix', 'archive'] as const)(
  'many at once make one %s, and a repetition writes nothing',
  async (form) => {
    const pipeline = await published();
    await Promise.all([1, 2, 3, 4].map(() => release(pipeline, releasesOf(form))));
    const head = async (key: string) => {
      const object = { Bucket: backend.bucketName, Key: baseOf(pipeline) + key };
      return (await backend.s3.send(new HeadObjectCommand(object))).VersionId;
    };
    const keys = await keysOf(pipeline);
    const before = await Promise.all(keys.map(head));

    await release(pipeline, releasesOf(form));

    expect(await Promise.all(keys.map(head))).toEqual(before);
    expect(keys).toContain('1.manifest.json');
  },
);

test.each(['prefix', 'archive'] as const)(
  'a %s of a version whose file is gone for good is an error that names it',
  async (form) => {
    const pipeline = await published();
    const current = (await backend.versions.readState(pipeline))?.current;
    if (!current) throw new Error('it is not published');
    const pins = (await backend.versions.readSnapshots(pipeline, [current.snapshot])).get(
      current.snapshot.id,
    );
    const key = `${keyPrefix(pipeline)}config.yaml`;
    await backend.bucket.deleteVersion(
      key,
      pins?.find(({ path }) => path === 'config.yaml')?.versionId ?? '',
    );

    const releasing = release(pipeline, releasesOf(form));

    await expect(releasing).rejects.toMatchObject({ code: 'PINNED_FILES_MISSING', details: { keys: [key] } });
    expect(await keysOf(pipeline)).not.toContain('1.manifest.json');
    expect(await keysOf(pipeline)).not.toContain('1.tar.gz');
    expect(await backend.versions.readRelease(pipeline, 1)).toBeNull();
  },
);

test('what somebody else has put in its place is neither changed nor taken for a file', async () => {
  const pipeline = await published();
  const Key = `${baseOf(pipeline)}1/config.yaml`;
  await backend.s3.send(new PutObjectCommand({ Bucket: backend.bucketName, Key, Body: 'of somebody else' }));

  await expect(release(pipeline, releasesOf('prefix'))).rejects.toThrow(/is there already.*remove it/);

  expect((await bytesOf(pipeline, '1/config.yaml')).toString()).toBe('of somebody else');
  expect(await keysOf(pipeline)).not.toContain('1.manifest.json');
});

// MinIO takes no such path.
test.skipIf(serverSet.startsWith('minio'))(
  'an archive of paths that lead out of a directory is refused',
  async () => {
    const pipeline = await published({ 'pipeline.sql': 'SELECT 1', '../../evil.sh': 'rm' });

    await expect(release(pipeline, releasesOf('archive'))).rejects.toThrow(/no directory can hold/);

    expect(await keysOf(pipeline)).toEqual([]);
  },
);

test('an archive that cannot be written ends with the failure, and does not wait for room in it', async () => {
  const pipeline = newPipeline();
  const paths = ['a.bin', 'b.bin', 'c.bin'];
  for (const path of paths) await backend.bucket.put(keyPrefix(pipeline) + path, randomBytes(20_000_000));
  const listing = await backend.files.listDraft(pipeline, { known: async () => [] });
  const pins = (listing?.files ?? []).filter(isPinned);
  const sources = pins.map((file) => {
    const Key = keyPrefix(pipeline) + file.path;
    return { file, object: { Bucket: backend.bucketName, Key, VersionId: file.versionId } };
  });
  const nowhere = { Bucket: 'no-such-bucket', Key: 'releases/x.tar.gz' };

  const uploading = uploadArchive(backend.s3, sources, new Date(), nowhere);

  await expect(uploading).rejects.toMatchObject({ name: 'NoSuchBucket' });
});
