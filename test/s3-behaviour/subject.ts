// A case's view of a server: a bucket of its own, short calls, and names (v1, v2, m1) in the place of version IDs.
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type RawReply, type RawRequest, sendSigned } from '../infra/s3-server/raw-request.ts';

export type Versioning = 'Unversioned' | 'Enabled' | 'Suspended';

export interface Place {
  readonly url: string;
  readonly client: S3Client;
  readonly bucket: string;
}

type More<T> = Partial<Omit<T, 'Bucket' | 'Key'>>;
type RawParts = Pick<RawRequest, 'headers' | 'body'>;

export type Subject = ReturnType<typeof createSubject>;

export const setVersioning = ({ client, bucket }: Omit<Place, 'url'>, Status: 'Enabled' | 'Suspended') =>
  client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }));

export async function newSubject(place: Place, versioning: Versioning): Promise<Subject> {
  await place.client.send(new CreateBucketCommand({ Bucket: place.bucket }));
  if (versioning !== 'Unversioned') await setVersioning(place, versioning);
  return createSubject(place);
}

function createSubject(place: Place) {
  const { url, client, bucket: Bucket } = place;
  const names = new Map<string, string>();

  /** Names the ID `v1`, `v2`, …, or `m1`, … of a delete marker, in the order they come. */
  function note(letter: 'v' | 'm', id: string | undefined): void {
    if (id === undefined || id === 'null' || names.has(id)) return;
    const count = [...names.values()].filter((name) => name.startsWith(letter)).length;
    names.set(id, `${letter}${count + 1}`);
  }

  /** The text with the names of version IDs, and `bucket` for the bucket. */
  const named = (text: string): string =>
    [...names].reduce((all, [id, name]) => all.replaceAll(id, name), text).replaceAll(Bucket, 'bucket');

  const raw = (method: string, target: string, parts: RawParts = {}): Promise<RawReply> =>
    sendSigned(url, { method, target: `/${Bucket}${target.startsWith('?') ? '' : '/'}${target}`, ...parts });

  /** `404 NoSuchKey, x-amz-delete-marker: true, no allow`. */
  function answer({ status, code, headers }: RawReply, ...shown: readonly string[]): string {
    const told = shown.map((name) =>
      headers[name] === undefined ? `no ${name}` : `${name}: ${headers[name]}`,
    );
    return named([code === undefined ? `${status}` : `${status} ${code}`, ...told].join(', '));
  }

  async function put(Key = 'key', Body = 'body', more: More<PutObjectCommandInput> = {}) {
    const stored = await client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
    note('v', stored.VersionId);
    return stored;
  }

  /** Without a version ID. */
  async function remove(Key = 'key') {
    const removed = await client.send(new DeleteObjectCommand({ Bucket, Key }));
    note('m', removed.VersionId);
    return removed;
  }

  const removeVersion = (VersionId: string | undefined, Key = 'key') =>
    client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));

  const get = (Key = 'key', more: More<GetObjectCommandInput> = {}) =>
    client.send(new GetObjectCommand({ Bucket, Key, ...more }));

  async function text(Key = 'key', more: More<GetObjectCommandInput> = {}): Promise<string> {
    return (await (await get(Key, more)).Body?.transformToString()) ?? '';
  }

  const head = (Key = 'key', more: More<GetObjectCommandInput> = {}) =>
    client.send(new HeadObjectCommand({ Bucket, Key, ...more }));

  /** From `source`, as the header says it without the bucket: `key?versionId=…`. */
  async function copy(source: string, Key = 'key', more: object = {}) {
    const copied = await client.send(
      new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${source}`, ...more }),
    );
    note('v', copied.VersionId);
    return copied;
  }

  return {
    ...place,
    note,
    named,
    raw,
    answer,
    put,
    remove,
    removeVersion,
    get,
    text,
    head,
    copy,
    /** Status and code of a request, and the headers asked for. */
    ask: async (method: string, target: string, ...shown: readonly string[]) =>
      answer(await raw(method, target), ...shown),
    setVersioning: (status: 'Enabled' | 'Suspended') => setVersioning(place, status),
  };
}
