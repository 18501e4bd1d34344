// ListObjectsV2, and ListObjects of version 1 with the same walk.
import { invalidArgument } from '../errors.ts';
import { queryValue } from '../http/request.ts';
import { document, element, fields, type XmlNode } from '../http/xml.ts';
import type { ObjectVersion } from '../records.ts';
import { getBucket } from '../store/buckets.ts';
import { afterKey, fromStart, type Item, listPage, type Page } from '../store/listing.ts';
import type { Store } from '../store/store.ts';
import type { Operation } from './context.ts';
import {
  commonPrefixNodes,
  contentFields,
  isoTime,
  type ListParameters,
  ownerNode,
  readListParameters,
} from './list-parameters.ts';

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

function contents(
  items: readonly Item<ObjectVersion>[],
  { encode }: ListParameters,
  withOwner: boolean,
): XmlNode[] {
  return items
    .filter((item) => item.kind === 'entry')
    .map(({ key, value }) =>
      element('Contents', [
        ...fields({ Key: encode(key), LastModified: isoTime(value.lastModified) }),
        ...contentFields(value),
        withOwner ? ownerNode() : undefined,
        ...fields({ StorageClass: 'STANDARD' }),
      ]),
    );
}

const encodeOptional = (text: string | undefined, { encode }: ListParameters): string | undefined =>
  text ? encode(text) : undefined;

export const listObjectsV2: Operation = async (store, request) => {
  const parameters = readListParameters(request);
  const token = queryValue(request, 'continuation-token');
  if (token === '')
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', '');
  const startAfter = queryValue(request, 'start-after');
  const page = await currentPage(store, parameters, token === undefined ? startAfter : fromToken(token));
  const last = page.items.at(-1)?.key ?? '';
  const body = document('ListBucketResult', [
    ...fields({
      Name: request.bucket,
      Prefix: parameters.encode(parameters.prefix),
      StartAfter: encodeOptional(startAfter, parameters),
      ContinuationToken: token,
      NextContinuationToken: page.isTruncated ? toToken(last) : undefined,
      KeyCount: page.items.length,
      MaxKeys: parameters.maxKeys,
      Delimiter: encodeOptional(parameters.delimiter, parameters),
      EncodingType: parameters.encodingType,
      IsTruncated: page.isTruncated,
    }),
    ...contents(page.items, parameters, queryValue(request, 'fetch-owner') === 'true'),
    ...commonPrefixNodes(page.items, parameters.encode),
  ]);
  return { status: 200, body };
};

export const listObjects: Operation = async (store, request) => {
  const parameters = readListParameters(request);
  const marker = queryValue(request, 'marker') ?? '';
  const page = await currentPage(store, parameters, marker);
  const last = page.items.at(-1)?.key ?? '';
  const body = document('ListBucketResult', [
    ...fields({
      Name: request.bucket,
      Prefix: parameters.encode(parameters.prefix),
      Marker: parameters.encode(marker),
      // Without a delimiter the client takes the last key, as on AWS.
      NextMarker: page.isTruncated && parameters.delimiter ? parameters.encode(last) : undefined,
      MaxKeys: parameters.maxKeys,
      Delimiter: encodeOptional(parameters.delimiter, parameters),
      EncodingType: parameters.encodingType,
      IsTruncated: page.isTruncated,
    }),
    ...contents(page.items, parameters, true),
    ...commonPrefixNodes(page.items, parameters.encode),
  ]);
  return { status: 200, body };
};
