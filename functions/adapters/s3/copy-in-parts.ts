// A copy, within S3, of a version that was uploaded in parts: in the same parts. S3 makes its ETag from the MD5s of the
// parts, so a copy in one piece would have another ETag, and the draft another fingerprint.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  HeadObjectCommand,
  type S3Client,
  UploadPartCommand,
  type UploadPartCommandInput,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { reporting } from '../aws-failure.ts';
import { copySource, type ObjectVersion } from './copy-source.ts';
import { wasRepeated } from './edit-failure.ts';

const PARALLEL_PARTS = 8;

/** 0 for an object in one piece. */
export function partCountOf(etag: string): number {
  return Number(/-(\d+)$/.exec(etag)?.[1] ?? 0);
}

/** Where a copy goes. */
export interface Destination {
  readonly Bucket: string;
  readonly Key: string;
  /** `*`: only where nothing is. */
  readonly IfNoneMatch?: '*' | undefined;
}

export interface ObjectInParts {
  readonly version: ObjectVersion;
  readonly size: number;
  readonly partCount: number;
}

/**
 * Resolves to the copy's version ID, where S3 names it. If any step fails, nothing is written. A crash leaves an
 * unfinished upload, which a lifecycle rule removes.
 */
export async function copyInParts(
  client: S3Client,
  source: ObjectInParts,
  metadata: Partial<CreateMultipartUploadCommandInput>,
  { Bucket, Key, IfNoneMatch }: Destination,
): Promise<{ readonly versionId?: string | undefined }> {
  const { version } = source;
  const ranges = await rangesOfParts(client, source);
  const create = new CreateMultipartUploadCommand({ Bucket, Key, ...metadata });
  const { UploadId } = await reporting('S3', () => client.send(create));
  const upload = { Bucket, Key, UploadId };
  const copyPart = async (range: string | null, index: number) => {
    const part = { ...upload, PartNumber: index + 1 };
    const ETag = await (range === null ? uploadEmpty(client, part) : copyRange(client, version, range, part));
    return { ETag, PartNumber: part.PartNumber };
  };
  try {
    const Parts = await pMap(ranges, copyPart, { concurrency: PARALLEL_PARTS });
    const complete = new CompleteMultipartUploadCommand({
      ...upload,
      MultipartUpload: { Parts },
      ...(IfNoneMatch && { IfNoneMatch }),
    });
    const { VersionId } = await reporting('S3', () => client.send(complete));
    return { versionId: VersionId };
  } catch (failure) {
    if (isCompleted(failure)) return {};
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined); // the failure says more
    throw failure;
  }
}

/** The SDK repeats a completion whose answer was lost, and the repetition finds no upload. */
function isCompleted(failure: unknown): boolean {
  return (failure as Error).name === 'NoSuchUpload' && wasRepeated(failure);
}

type Part = Pick<UploadPartCommandInput, 'Bucket' | 'Key' | 'UploadId' | 'PartNumber'>;

async function copyRange(client: S3Client, version: ObjectVersion, CopySourceRange: string, part: Part) {
  const command = new UploadPartCopyCommand({ ...part, CopySource: copySource(version), CopySourceRange });
  const { CopyPartResult } = await reporting('S3', () => client.send(command));
  return CopyPartResult?.ETag;
}

/** No range names nothing, but an upload may end in an empty part, or consist of one. */
async function uploadEmpty(client: S3Client, part: Part) {
  const command = new UploadPartCommand({ ...part, Body: new Uint8Array(), ContentLength: 0 });
  return (await reporting('S3', () => client.send(command))).ETag;
}

/**
 * As `bytes=0-9`, `null` for an empty part, from the sizes that S3 reports: clients make parts of any size. The last
 * part is what the others leave: asked for an empty part by its number, MinIO answers 416.
 */
async function rangesOfParts(
  client: S3Client,
  { version, size, partCount }: ObjectInParts,
): Promise<readonly (string | null)[]> {
  const allButLast = Array.from({ length: partCount - 1 }, (_, index) => index + 1);
  const sizes = await pMap(allButLast, (number) => sizeOfPart(client, version, number), {
    concurrency: PARALLEL_PARTS,
  });
  let end = 0;
  const ranges = sizes.map((partSize) => {
    const start = end;
    end += partSize;
    return `bytes=${start}-${end - 1}`;
  });
  return [...ranges, end < size ? `bytes=${end}-${size - 1}` : null];
}

async function sizeOfPart(client: S3Client, version: ObjectVersion, PartNumber: number): Promise<number> {
  const head = await reporting('S3', () => client.send(new HeadObjectCommand({ ...version, PartNumber })));
  return head.ContentLength ?? 0;
}
