// The XML that ListObjects, ListObjectsV2 and ListObjectVersions have in common.
import type { Reply } from '../http/reply.ts';
import { document, element, fields, type XmlNode } from '../http/xml.ts';
import type { Entry, Page } from '../store/listing.ts';
import type { ListParameters } from './list-parameters.ts';

interface Parts<T> {
  readonly root: string;
  readonly page: Page<T>;
  /** Where the page begins and where the next one does, which each operation says in its own way. */
  readonly place: readonly XmlNode[];
  readonly entry: (entry: Entry<T>) => XmlNode;
}

export function listReply<T>(parameters: ListParameters, { root, page, place, entry }: Parts<T>): Reply {
  const { bucket, prefix, delimiter, maxKeys, encodingType, encode } = parameters;
  const body = document(root, [
    ...fields({ Name: bucket, Prefix: encode(prefix) }),
    ...place,
    ...fields({
      MaxKeys: maxKeys,
      Delimiter: delimiter ? encode(delimiter) : undefined,
      EncodingType: encodingType,
      IsTruncated: page.isTruncated,
    }),
    ...page.items.filter((item) => item.kind === 'entry').map(entry),
    ...page.items
      .filter((item) => item.kind === 'prefix')
      .map(({ key }) => element('CommonPrefixes', fields({ Prefix: encode(key) }))),
  ]);
  return { status: 200, body };
}
