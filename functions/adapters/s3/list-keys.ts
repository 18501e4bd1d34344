// S3's two list requests, page by page, with keys decoded. Keys are asked for URL-encoded because XML cannot carry
// every character; a server that knows no encoding answers without it: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
import {
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isPlaceholder } from '../../domain/pipeline.ts';
import type { DeletedFile, DraftFile, ListedFile, S3VersionId } from '../../domain/snapshot.ts';
import { decodeKey } from '../../s3-key.ts';
import { reporting } from '../aws-failure.ts';

export interface DatedFile extends DraftFile {
  readonly lastModified: number;
}

export interface VersionsPage {
  /** The current objects of the page. */
  readonly files: readonly ListedFile[];
  /** All objects of the page, old versions and delete markers included. */
  readonly entries: number;
  readonly versions: readonly (ListedFile & { readonly storageClass?: string | undefined })[];
  /** The delete markers of the page that are current. */
  readonly deleted: readonly DeletedFile[];
  /** The server's time, in milliseconds since 1970. */
  readonly date: number;
  readonly last: boolean;
}

/** Pages of `ListObjectVersions`: 1,000 entries each, old versions included. */
export async function* versionPages(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<VersionsPage> {
  let marker: Marker = {};
  for (;;) {
    const command = new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      EncodingType: 'url',
      ...marker,
    });
    const dateOf = noteDate(command.middlewareStack as MiddlewareStack);
    const page = await reporting('S3', () => client.send(command));
    const objects = filesOf(page, page.Versions);
    const versions = objects.map((object) => ({ object, file: toListedFile(prefix, object) }));
    yield {
      files: versions.filter(({ object }) => object.IsLatest).map(({ file }) => file),
      versions: versions.map(({ object, file }) => ({ ...file, storageClass: object.StorageClass })),
      deleted: currentMarkers(prefix, page),
      entries: (page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0),
      date: dateOf(),
      last: !page.IsTruncated,
    };
    if (!page.IsTruncated) return;
    marker = nextMarker(page, marker);
  }
}

/** Pages of `ListObjectsV2`: 1,000 current objects each, without version IDs, with the server's time. */
export async function* objectPages(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<{ readonly files: readonly DatedFile[]; readonly date: number }> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      EncodingType: 'url',
      ...(token !== undefined && { ContinuationToken: token }),
    });
    const dateOf = noteDate(command.middlewareStack);
    const page = await reporting('S3', () => client.send(command));
    const objects = filesOf(page, page.Contents);
    yield { files: objects.map((object) => toDatedFile(prefix, object)), date: dateOf() };
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

function currentMarkers(prefix: string, page: ListObjectVersionsOutput): DeletedFile[] {
  return filesOf(page, page.DeleteMarkers)
    .filter(({ IsLatest }) => IsLatest)
    .map(({ Key, VersionId }) => ({ path: Key.slice(prefix.length), marker: toVersionId(VersionId) }));
}

type Page = Pick<ListObjectVersionsOutput, 'EncodingType'>;

/** Without placeholders, and with their keys decoded. */
function filesOf<Entry extends { readonly Key?: string | undefined }>(page: Page, entries: Entry[] = []) {
  return entries
    .map((entry) => ({ ...entry, Key: keyOf(page, entry.Key ?? '') }))
    .filter(({ Key }) => !isPlaceholder(Key));
}

function keyOf({ EncodingType }: Page, key: string): string {
  return EncodingType === 'url' ? decodeKey(key) : key;
}

interface ListedObject {
  readonly Key: string;
  readonly ETag?: string | undefined;
  readonly Size?: number | undefined;
  readonly LastModified?: Date | undefined;
  readonly VersionId?: string | undefined;
  readonly StorageClass?: string | undefined;
}

function toListedFile(prefix: string, object: ListedObject): ListedFile {
  return { ...toDatedFile(prefix, object), versionId: toVersionId(object.VersionId) };
}

function toDatedFile(prefix: string, { Key, ETag = '', Size = 0, LastModified }: ListedObject): DatedFile {
  return {
    path: Key.slice(prefix.length),
    etag: toEtag(ETag),
    size: Size,
    lastModified: LastModified?.getTime() ?? 0,
  };
}

/** Objects written while the bucket was not versioned have the version ID `null`, as a word, or none at all. */
export function toVersionId(versionId: string | undefined): S3VersionId | null {
  return versionId === undefined || versionId === 'null' ? null : (versionId as S3VersionId);
}

export function toEtag(etag: string): string {
  return etag.replaceAll('"', '');
}

interface Marker {
  readonly KeyMarker?: string;
  readonly VersionIdMarker?: string;
}

/** LocalStack compares markers that we decode with keys that it has encoded, and can repeat a page without end. */
function nextMarker(page: ListObjectVersionsOutput, last: Marker): Marker {
  const { NextKeyMarker, NextVersionIdMarker } = page;
  const next = {
    ...(NextKeyMarker !== undefined && { KeyMarker: keyOf(page, NextKeyMarker) }),
    ...(NextVersionIdMarker !== undefined && { VersionIdMarker: NextVersionIdMarker }),
  };
  if (next.KeyMarker === last.KeyMarker && next.VersionIdMarker === last.VersionIdMarker)
    throw new Error(`S3 lists versions without end: the page after ${next.KeyMarker} ends where it began`);
  return next;
}

interface DatedResponse {
  readonly headers?: Readonly<Record<string, string>>;
}

type MiddlewareStack = ListObjectsV2Command['middlewareStack'];

// The SDK's answer leaves out the Date header, the only clock that object times can be compared with.
function noteDate(stack: MiddlewareStack): () => number {
  let date = 0;
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      date = Date.parse((result.response as DatedResponse).headers?.date ?? '') || 0;
      return result;
    },
    { step: 'deserialize', name: 'noteDate', priority: 'high' },
  );
  return () => date;
}
