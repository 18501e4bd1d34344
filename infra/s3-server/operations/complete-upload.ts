// CompleteMultipartUpload: checks the list of parts, joins them and makes the version.
import { S3Error } from '../errors.ts';
import { quoted } from '../http/object-headers.ts';
import { document, fields, malformedXml, parseXml, type XmlElement } from '../http/xml.ts';
import { readText } from '../payload/payload.ts';
import type { ObjectVersion, StoredBody } from '../records.ts';
import type { Place } from '../store/history.ts';
import { joinParts } from '../store/join-parts.ts';
import type { Store } from '../store/store.ts';
import type { PartRecord, UploadRecord } from '../store/upload-records.ts';
import { endUpload, getParts, getUpload } from '../store/uploads.ts';
import { writeVersion } from '../store/write-version.ts';
import type { Operation, S3Request } from './context.ts';
import { uploadIdOf } from './multipart.ts';
import { readWriteConditions, versionHeader } from './put-object.ts';

/** 10,000 parts with a checksum each. */
const MAX_XML_BYTES = 4 * 1024 * 1024;
const MIN_PART_BYTES = 5 * 1024 * 1024;

interface NamedPart {
  readonly partNumber: number;
  readonly etag: string;
}

function readPart(element: XmlElement): NamedPart {
  const [partNumber, etag] = [Number(element.text('PartNumber')), element.text('ETag')];
  if (!Number.isInteger(partNumber) || etag === undefined) throw malformedXml();
  return { partNumber, etag: etag.trim().replace(/^"(.*)"$/, '$1') };
}

async function readParts(request: S3Request): Promise<NamedPart[]> {
  const xml = parseXml(await readText(request.payload(), MAX_XML_BYTES), 'CompleteMultipartUpload');
  const named = xml.all('Part').map(readPart);
  if (named.length === 0) throw malformedXml();
  if (named.some(({ partNumber }, index) => index > 0 && partNumber <= (named[index - 1]?.partNumber ?? 0))) {
    throw new S3Error(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  }
  return named;
}

function choose(named: readonly NamedPart[], stored: readonly PartRecord[]): PartRecord[] {
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]));
  return named.map(({ partNumber, etag }, index) => {
    const part = byNumber.get(partNumber);
    if (part?.etag !== etag) {
      throw new S3Error(
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        { details: { PartNumber: String(partNumber), ETag: etag } },
      );
    }
    if (part.size < MIN_PART_BYTES && index < named.length - 1) {
      throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        details: { PartNumber: String(partNumber), ProposedSize: String(part.size) },
      });
    }
    return part;
  });
}

/** Joins the named parts. If one was removed just then, chooses again: the upload has ended, or the part is another. */
async function joinNamed(
  { levels, bodies }: Store,
  place: Place,
  uploadId: string,
  named: readonly NamedPart[],
): Promise<{ upload: UploadRecord; body: StoredBody }> {
  let tried: readonly string[] = [];
  for (;;) {
    // In this order: an upload that is still there after its parts were read had not ended, so none is missing.
    const stored = await getParts(levels, uploadId);
    const upload = await getUpload(levels, place, uploadId);
    const parts = choose(named, stored);
    try {
      return { upload, body: await joinParts(bodies, parts, upload.checksum) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      if (parts.every(({ bodyId }) => tried.includes(bodyId))) throw error;
      tried = parts.map(({ bodyId }) => bodyId);
    }
  }
}

/** Compares the checksum that a client may demand of the joined object; minio-go leaves out the number of parts. */
function checkWhole(request: S3Request, { checksum }: StoredBody): void {
  if (!checksum) return;
  const given = request.headers[`x-amz-checksum-${checksum.algorithm}`];
  const [withoutCount] = checksum.value.split('-');
  if (given === undefined || given === checksum.value || given === withoutCount) return;
  throw new S3Error(
    'BadDigest',
    `The ${checksum.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
  );
}

const result = (request: S3Request, { etag, checksum }: ObjectVersion): string =>
  document(
    'CompleteMultipartUploadResult',
    fields({
      Location: `http://${request.headers.host}${request.rawPath}`,
      Bucket: request.bucket,
      Key: request.key,
      ETag: quoted(etag),
      ...(checksum && {
        [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value,
        ChecksumType: checksum.type,
      }),
    }),
  );

export const completeMultipartUpload: Operation = async (store, request) => {
  const { bucket, key, origin } = request;
  const [place, uploadId] = [{ bucket, key }, uploadIdOf(request)];
  const named = await readParts(request);
  const { upload, body } = await joinNamed(store, place, uploadId, named);
  const version = await writeVersion(store, origin, {
    place,
    body,
    headers: upload.headers,
    conditions: readWriteConditions(request),
    eventName: 'ObjectCreated:CompleteMultipartUpload',
    begun: { at: upload.initiatedAt, sequence: upload.sequence },
    alongside: async (mutation) => {
      checkWhole(request, body);
      await endUpload(store.levels, mutation, place, uploadId);
    },
  });
  return { status: 200, headers: versionHeader(version), body: result(request, version) };
};
