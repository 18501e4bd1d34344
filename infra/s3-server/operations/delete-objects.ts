// DeleteObjects: up to 1,000 deletions in one request, each succeeding or failing for itself.
import { noSuchVersion, S3Error } from '../errors.ts';
import { checkKeyLength } from '../http/request.ts';
import {
  document,
  element,
  fields,
  malformedXml,
  parseXml,
  type XmlElement,
  type XmlNode,
} from '../http/xml.ts';
import { announcedChecksum } from '../payload/announced.ts';
import { readText } from '../payload/payload.ts';
import { getBucket } from '../store/buckets.ts';
import { type Deleted, type Deletion, deleteVersion } from '../store/delete-version.ts';
import type { Store } from '../store/store.ts';
import { isVersionId } from '../store/version-id.ts';
import type { Operation, S3Request } from './context.ts';

const MAX_OBJECTS = 1000;
/** 1,000 keys of 1,024 bytes, every character escaped. */
const MAX_XML_BYTES = 8 * 1024 * 1024;

function readDeletion(bucket: string, object: XmlElement): Deletion {
  const key = object.text('Key');
  if (!key) throw malformedXml();
  // Conditions of directory buckets only; ignoring one would delete what was to be kept.
  if (object.text('LastModifiedTime') ?? object.text('Size')) {
    throw new S3Error('NotImplemented', 'LastModifiedTime and Size conditions are not implemented');
  }
  return { place: { bucket, key }, versionId: object.text('VersionId'), ifMatch: object.text('ETag') };
}

async function readRequest(request: S3Request): Promise<{ quiet: boolean; deletions: Deletion[] }> {
  if (request.headers['content-md5'] === undefined && !announcedChecksum(request)) {
    throw new S3Error(
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  }
  const xml = parseXml(await readText(request.payload(), MAX_XML_BYTES), 'Delete');
  const objects = xml.all('Object');
  if (objects.length === 0 || objects.length > MAX_OBJECTS) throw malformedXml();
  return {
    quiet: xml.text('Quiet')?.trim() === 'true',
    deletions: objects.map((object) => readDeletion(request.bucket, object)),
  };
}

function deletedNode({ place, versionId }: Deletion, { version }: Deleted): XmlNode {
  const marker = version?.kind === 'delete-marker' ? version.versionId : undefined;
  return element(
    'Deleted',
    fields({
      Key: place.key,
      VersionId: versionId,
      DeleteMarker: marker === undefined ? undefined : true,
      DeleteMarkerVersionId: marker,
    }),
  );
}

const errorNode = ({ place, versionId }: Deletion, { code, message }: S3Error): XmlNode =>
  element('Error', fields({ Key: place.key, VersionId: versionId, Code: code, Message: message }));

/** Where a single DELETE answers InvalidArgument. */
function checkVersionId({ place, versionId }: Deletion): void {
  if (versionId !== undefined && !isVersionId(versionId)) throw noSuchVersion(place.key, versionId);
}

async function deleteOne(
  store: Store,
  request: S3Request,
  deletion: Deletion,
  quiet: boolean,
): Promise<XmlNode[]> {
  try {
    checkKeyLength(deletion.place.key);
    checkVersionId(deletion);
    const deleted = await deleteVersion(store, request.origin, deletion);
    return quiet ? [] : [deletedNode(deletion, deleted)];
  } catch (error) {
    if (error instanceof S3Error) return [errorNode(deletion, error)];
    throw error;
  }
}

export const deleteObjects: Operation = async (store, request) => {
  await getBucket(store.levels, request.bucket);
  const { quiet, deletions } = await readRequest(request);
  const results: XmlNode[] = [];
  for (const deletion of deletions) results.push(...(await deleteOne(store, request, deletion, quiet)));
  return { status: 200, body: document('DeleteResult', results) };
};
