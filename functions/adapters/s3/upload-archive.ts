// Pinned files as one archive, written while they are read: the same files make the same bytes.
import { Readable } from 'node:stream';
import { pipeline as connect } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { GetObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { createTarPacker } from 'modern-tar';
import type { PinnedFile } from '../../domain/snapshot.ts';
import { reporting } from '../aws-failure.ts';
import { isArchived } from './archived.ts';
import type { ObjectVersion } from './copy-source.ts';
import { isGone } from './head-object.ts';

export interface ArchivedFile {
  readonly file: PinnedFile;
  readonly object: ObjectVersion;
}

/** S3 takes 10,000 parts. With these an archive may have 160 GB. */
const PART_BYTES = 16 * 1024 * 1024;

type Packer = ReturnType<typeof createTarPacker>['controller'];

/** The first file that is gone or archived; nothing is written then. */
export async function uploadArchive(
  client: S3Client,
  files: readonly ArchivedFile[],
  modifiedAt: Date,
  to: PutObjectCommandInput,
): Promise<readonly PinnedFile[]> {
  const { readable, controller } = createTarPacker();
  const gzip = createGzip();
  const upload = new Upload({
    client,
    params: { ...to, Body: gzip, ContentType: 'application/gzip' },
    partSize: PART_BYTES,
    queueSize: 2,
  });
  const stopping = new AbortController();
  let missing: PinnedFile | null = null;
  let hasFilled = true;

  async function fill(): Promise<void> {
    try {
      for (const { file, object } of files) {
        stopping.signal.throwIfAborted();
        if (!(await add(client, controller, { file, object }, { modifiedAt, signal: stopping.signal }))) {
          missing = file;
          throw new Error(`${object.Key} is gone`);
        }
      }
      controller.finalize();
    } catch (failure) {
      hasFilled = false;
      controller.error(failure);
      throw failure;
    }
  }

  /** Else whoever fills the archive would wait for room in it. */
  async function send(): Promise<void> {
    try {
      await reporting('S3', () => upload.done());
    } catch (failure) {
      if (hasFilled) stopping.abort(failure);
      gzip.destroy(failure as Error);
      throw failure;
    }
  }

  const packed = Readable.fromWeb(readable as Parameters<typeof Readable.fromWeb>[0]);
  const outcomes = await Promise.allSettled([send(), fill(), connect(packed, gzip)]);
  if (missing !== null) return [missing];
  // Whichever fails ends the others.
  const [sent, filled, connected] = outcomes;
  for (const outcome of stopping.signal.aborted ? [sent] : [filled, connected, sent])
    if (outcome.status === 'rejected') throw outcome.reason;
  return [];
}

/** `false` if the object is gone or archived. */
async function add(
  client: S3Client,
  packer: Packer,
  { file, object }: ArchivedFile,
  { modifiedAt, signal }: { readonly modifiedAt: Date; readonly signal: AbortSignal },
): Promise<boolean> {
  const body = await open(client, object);
  if (body === null) return false;
  // Whole seconds, as tar's own headers have them.
  const mtime = new Date(Math.floor(modifiedAt.getTime() / 1000) * 1000);
  const entry = packer.add({ name: file.path, size: file.size, mtime, mode: 0o644, type: 'file' });
  await reporting('S3', () => body.pipeTo(entry, { signal }));
  return true;
}

async function open(client: S3Client, object: ObjectVersion): Promise<ReadableStream<Uint8Array> | null> {
  try {
    const { Body } = await reporting('S3', () => client.send(new GetObjectCommand(object)));
    return Body?.transformToWebStream() ?? new Blob([]).stream();
  } catch (failure) {
    if (isGone(failure) || isArchived(failure)) return null;
    throw failure;
  }
}
