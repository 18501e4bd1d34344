// The query parameters of all listings, and the XML of an object's fields in them.
import { invalidArgument } from '../errors.ts';
import { queryNumber, queryValue } from '../http/request.ts';
import { element, fields, type XmlNode } from '../http/xml.ts';
import type { ObjectVersion } from '../records.ts';
import type { ListQuery } from '../store/listing.ts';
import { urlEncode } from '../url-encoding.ts';
import type { S3Request } from './context.ts';

const MAX_KEYS = 1000;

export interface ListParameters extends ListQuery {
  readonly encodingType: 'url' | undefined;
  /** Encodes a key as the client asked. */
  readonly encode: (text: string) => string;
}

export function readListParameters(request: S3Request): ListParameters {
  const encodingType = queryValue(request, 'encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  }
  return {
    bucket: request.bucket,
    prefix: queryValue(request, 'prefix') ?? '',
    delimiter: queryValue(request, 'delimiter') ?? '',
    maxKeys: Math.min(queryNumber(request, 'max-keys', MAX_KEYS), MAX_KEYS),
    encodingType,
    encode: encodingType ? urlEncode : (text) => text,
  };
}

/** The one account of a local store, wherever S3 names an owner. */
export const OWNER = {
  ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a',
  DisplayName: 'local',
} as const;

export const ownerNode = (): XmlNode => element('Owner', fields({ ...OWNER }));

/** The fields of an object's content in lists. */
export const contentFields = ({ etag, checksum, size }: ObjectVersion): XmlNode[] =>
  fields({
    ETag: `"${etag}"`,
    ChecksumAlgorithm: checksum?.algorithm.toUpperCase(),
    ChecksumType: checksum?.type,
    Size: size,
  });

/** With milliseconds that are always zero. */
export const isoTime = (milliseconds: number): string =>
  new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
