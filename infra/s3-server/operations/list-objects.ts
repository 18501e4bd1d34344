// ListObjectsV2, and ListObjects of version 1 with the same walk.
import { invalidArgument } from '../errors.ts';
import { queryValue } from '../http/request.ts';
import { element, fields, type XmlNode } from '../http/xml.ts';
import type { ObjectVersion } from '../records.ts';
import { getBucket } from '../store/buckets.ts';
import { afterKey, type Entry, fromStart, listPage, type Page } from '../store/listing.ts';
import type { Store } from '../store/store.ts';
import type { Operation } from './context.ts';
import {
  contentFields,
  isoTime,
  type ListParameters,
  ownerNode,
  readListParameters,
} from './list-parameters.ts';
import { listReply } from './list-reply.ts';

/** A token says after which key or common prefix to go on; the mark tells it from arbitrary text. */
const TOKEN_MARK = '1:';
const toToken = (key: string): string => Buffer.from(TOKEN_MARK + key).toString('base64url');

function fromToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (text.startsWith(TOKEN_MARK)) return text.slice(TOKEN_MARK.length);
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
}

async function currentPage(
  { levels }: Store,
  parameters: ListParameters,
  after: string | undefined,
): Promise<Page<ObjectVersion>> {
  await getBucket(levels, parameters.bucket);
  const position = after ? afterKey(parameters, after) : fromStart(parameters);
  return listPage(levels.current, parameters, position);
}

function contentsNode(
  { key, value }: Entry<ObjectVersion>,
  { encode }: ListParameters,
  withOwner: boolean,
): XmlNode {
  return element('Contents', [
    ...fields({ Key: encode(key), LastModified: isoTime(value.lastModified) }),
    ...contentFields(value),
    withOwner ? ownerNode() : undefined,
    ...fields({ StorageClass: 'STANDARD' }),
  ]);
}

export const listObjectsV2: Operation = async (store, request) => {
  const parameters = readListParameters(request);
  const token = queryValue(request, 'continuation-token');
  if (token === '')
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', '');
  const startAfter = queryValue(request, 'start-after');
  const page = await currentPage(store, parameters, token === undefined ? startAfter : fromToken(token));
  const withOwner = queryValue(request, 'fetch-owner') === 'true';
  return listReply(parameters, {
    root: 'ListBucketResult',
    page,
    place: fields({
      StartAfter: startAfter ? parameters.encode(startAfter) : undefined,
      ContinuationToken: token,
      NextContinuationToken: page.isTruncated ? toToken(page.items.at(-1)?.key ?? '') : undefined,
      KeyCount: page.items.length,
    }),
    entry: (entry) => contentsNode(entry, parameters, withOwner),
  });
};

export const listObjects: Operation = async (store, request) => {
  const parameters = readListParameters(request);
  const { encode, delimiter } = parameters;
  const marker = queryValue(request, 'marker') ?? '';
  const page = await currentPage(store, parameters, marker);
  return listReply(parameters, {
    root: 'ListBucketResult',
    page,
    place: fields({
      Marker: encode(marker),
      // Without a delimiter the client takes the last key, as on AWS.
      NextMarker: page.isTruncated && delimiter ? encode(page.items.at(-1)?.key ?? '') : undefined,
    }),
    entry: (entry) => contentsNode(entry, parameters, true),
  });
};
