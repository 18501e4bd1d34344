// ListObjectVersions.
import { invalidArgument } from '../errors.ts';
import { queryValue } from '../http/request.ts';
import { element, fields, type XmlNode } from '../http/xml.ts';
import type { VersionRecord } from '../records.ts';
import { getBucket } from '../store/buckets.ts';
import { findVersion } from '../store/history.ts';
import type { Levels } from '../store/levels.ts';
import {
  afterKey,
  afterVersion,
  type Entry,
  fromStart,
  listPage,
  type Page,
  type Position,
} from '../store/listing.ts';
import { NULL_VERSION, sequenceOf } from '../store/version-id.ts';
import type { Operation, S3Request } from './context.ts';
import { checkVersionId } from './find-object.ts';
import {
  contentFields,
  isoTime,
  type ListParameters,
  ownerNode,
  readListParameters,
} from './list-parameters.ts';
import { listReply } from './list-reply.ts';

interface Markers {
  readonly key: string;
  readonly versionId: string | undefined;
}

function readMarkers(request: S3Request): Markers {
  const key = queryValue(request, 'key-marker') ?? '';
  const versionId = queryValue(request, 'version-id-marker');
  if (versionId === undefined) return { key, versionId };
  if (key === '') {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionId,
    );
  }
  if (versionId === '')
    throw invalidArgument('A version-id marker cannot be empty.', 'version-id-marker', '');
  return { key, versionId: checkVersionId(versionId, 'version-id-marker') };
}

async function positionOf(
  levels: Levels,
  parameters: ListParameters,
  { key, versionId }: Markers,
): Promise<Position> {
  if (key === '') return fromStart(parameters);
  if (versionId === undefined) return afterKey(parameters, key);
  const place = { bucket: parameters.bucket, key };
  const sequence =
    versionId === NULL_VERSION
      ? (await findVersion(levels, place, versionId))?.sequence
      : sequenceOf(versionId);
  // A `null` version that was deleted since has left no trace: rather list the key again than skip versions.
  return afterVersion(parameters, key, sequence ?? Number.MAX_SAFE_INTEGER);
}

function versionNode({ key, value, isFirst }: Entry<VersionRecord>, { encode }: ListParameters): XmlNode {
  const common = fields({
    Key: encode(key),
    VersionId: value.versionId,
    IsLatest: isFirst,
    LastModified: isoTime(value.lastModified),
  });
  return value.kind === 'object'
    ? element('Version', [
        ...common,
        ...contentFields(value),
        ownerNode(),
        ...fields({ StorageClass: 'STANDARD' }),
      ])
    : element('DeleteMarker', [...common, ownerNode()]);
}

function nextMarkers({ items, isTruncated }: Page<VersionRecord>, { encode }: ListParameters): XmlNode[] {
  const last = items.at(-1);
  if (!isTruncated || !last) return [];
  return fields({
    NextKeyMarker: encode(last.key),
    NextVersionIdMarker: last.kind === 'entry' ? last.value.versionId : undefined,
  });
}

export const listObjectVersions: Operation = async ({ levels }, request) => {
  const parameters = readListParameters(request);
  const markers = readMarkers(request);
  await getBucket(levels, request.bucket);
  const position = await positionOf(levels, parameters, markers);
  const page = await listPage(levels.versions, parameters, position);
  return listReply(parameters, {
    root: 'ListVersionsResult',
    page,
    place: [
      ...fields({
        KeyMarker: parameters.encode(markers.key),
        VersionIdMarker: markers.versionId ?? '',
      }),
      ...nextMarkers(page, parameters),
    ],
    entry: (entry) => versionNode(entry, parameters),
  });
};
