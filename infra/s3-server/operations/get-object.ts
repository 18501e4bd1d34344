// GetObject and HeadObject.

import { S3Error } from '../errors.ts';
import { checkRead } from '../http/conditions.ts';
import { cacheHeaders, checksumHeaders, describe, overrides } from '../http/object-headers.ts';
import { partNumberOf, rangeOfPart } from '../http/part-ranges.ts';
import { type ByteRange, parseRange } from '../http/ranges.ts';
import type { Reply } from '../http/reply.ts';
import { queryValue } from '../http/request.ts';
import type { Operation, S3Request } from './context.ts';
import { checkVersionId, type FoundObject, findObject, withBody } from './find-object.ts';

function objectHeaders(request: S3Request, { bucket, version }: FoundObject): Record<string, string> {
  const versionId = bucket.versioning === 'Unversioned' ? {} : { 'x-amz-version-id': version.versionId };
  return { ...describe(version), ...versionId, ...overrides(request) };
}

const lengthHeader = (length: number): Record<string, string> => ({ 'content-length': String(length) });

function partial(
  headers: Record<string, string>,
  { start, end }: ByteRange,
  size: number,
): Omit<Reply, 'body'> {
  return {
    status: 206,
    headers: {
      ...headers,
      ...lengthHeader(end - start + 1),
      'content-range': `bytes ${start}-${end}/${size}`,
    },
  };
}

function requestedRange(request: S3Request, { version }: FoundObject): ByteRange | undefined {
  const { range } = request.headers;
  if (queryValue(request, 'partNumber') === undefined) return parseRange(range, version.size);
  if (range !== undefined)
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter.');
  // There is no range of an empty object that a header could name.
  return version.size === 0 ? undefined : rangeOfPart(partNumberOf(request), version);
}

function partCount(request: S3Request, { version }: FoundObject): Record<string, string> {
  if (version.partSizes === undefined || queryValue(request, 'partNumber') === undefined) return {};
  return { 'x-amz-mp-parts-count': String(version.partSizes.length) };
}

/** Everything but the body. The checksum is of the whole object, so it does not come with a part of it. */
function replyHead(
  request: S3Request,
  found: FoundObject,
): Omit<Reply, 'body'> & { range?: ByteRange | undefined } {
  const { version } = found;
  checkRead(request.headers, version, cacheHeaders(version));
  const headers = { ...objectHeaders(request, found), ...partCount(request, found) };
  const range = requestedRange(request, found);
  if (range) return { ...partial(headers, range, version.size), range };
  const checksum = request.headers['x-amz-checksum-mode'] === 'ENABLED' ? checksumHeaders(version) : {};
  return { status: 200, headers: { ...headers, ...lengthHeader(version.size), ...checksum } };
}

const versionIdOf = (request: S3Request): string | undefined =>
  checkVersionId(queryValue(request, 'versionId'));

export const headObject: Operation = async (store, request) => {
  const { range: _, ...reply } = replyHead(request, await findObject(store, request, versionIdOf(request)));
  return reply;
};

export const getObject: Operation = (store, request) => {
  const versionId = versionIdOf(request);
  return withBody(
    () => findObject(store, request, versionId),
    async (found) => {
      const { range, ...reply } = replyHead(request, found);
      const { start, end } = range ?? { start: 0, end: found.version.size - 1 };
      if (end < start) return reply;
      return { ...reply, body: { file: await store.bodies.open(found.version.bodyId), start, end } };
    },
  );
};
