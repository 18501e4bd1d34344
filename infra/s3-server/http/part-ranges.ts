// Parts by their number, and where a part of an object lies: for reads by `partNumber`, and for copies into a part.
import { invalidArgument, S3Error } from '../errors.ts';
import type { StoredBody } from '../records.ts';
import type { ByteRange } from './ranges.ts';
import { queryNumber, type Target } from './request.ts';

const MAX_PARTS = 10_000;

/** The `partNumber` of a request. */
export function partNumberOf(request: Pick<Target, 'query'>): number {
  const partNumber = queryNumber(request, 'partNumber', 0);
  if (partNumber >= 1 && partNumber <= MAX_PARTS) return partNumber;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`,
    'partNumber',
    String(partNumber),
  );
}

/** An object in one piece is its first part. */
export function rangeOfPart(partNumber: number, { etag, size, partSizes }: StoredBody): ByteRange {
  if (partSizes === undefined && etag.includes('-'))
    throw new S3Error('NotImplemented', 'The parts of this object were not recorded when it was uploaded');
  const sizes = partSizes ?? [size];
  const part = sizes[partNumber - 1];
  if (part === undefined)
    throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      details: { PartNumberRequested: String(partNumber), ActualPartCount: String(sizes.length) },
    });
  const start = sizes.slice(0, partNumber - 1).reduce((sum, before) => sum + before, 0);
  return { start, end: start + part - 1 };
}

const RANGE_HEADER = 'x-amz-copy-source-range';

/** Both ends have to be named, and to lie within the source. */
export function copySourceRange(header: string | undefined, size: number): ByteRange {
  if (header === undefined) return { start: 0, end: size - 1 };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  const [start, end] = [Number(first), Number(last)];
  if (start <= end && end < size) return { start, end };
  throw invalidArgument(
    `Range specified is not valid for source object of size: ${size}`,
    RANGE_HEADER,
    header,
  );
}
