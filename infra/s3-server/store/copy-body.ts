// The body of a copy, for CopyObject and UploadPartCopy. A copy has no parts, so its ETag and checksum are computed
// anew.
import { createHash } from 'node:crypto';
import { type ChecksumAlgorithm, isChecksumAlgorithm, startChecksum } from '../payload/checksums.ts';
import type { StoredBody } from '../records.ts';
import type { Bodies } from './bodies.ts';
import { bytesOf } from './join-parts.ts';

const isOfParts = ({ etag }: StoredBody): boolean => etag.includes('-');

async function copyAndDigest(
  bodies: Bodies,
  source: StoredBody,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<StoredBody> {
  const md5 = createHash('md5');
  const running = algorithm && startChecksum(algorithm);
  const seen = (chunk: Uint8Array): void => {
    md5.update(chunk);
    running?.update(chunk);
  };
  const bodyId = await bodies.write(bytesOf(bodies, [source], seen));
  const copy = { bodyId, size: source.size, etag: md5.digest('hex') };
  if (!algorithm || !running) return copy;
  return { ...copy, checksum: { algorithm, value: running.base64(), type: 'FULL_OBJECT' } };
}

/** Both ends inclusive. Fails with ENOENT as `Bodies.open` does. */
export async function copyRange(
  bodies: Bodies,
  source: StoredBody,
  range: { readonly start: number; readonly end: number },
): Promise<StoredBody> {
  const md5 = createHash('md5');
  async function* bytes(): AsyncGenerator<Uint8Array> {
    if (range.end < range.start) return;
    const file = await bodies.open(source.bodyId);
    for await (const chunk of file.createReadStream(range) as AsyncIterable<Buffer>) {
      md5.update(chunk);
      yield chunk;
    }
  }
  const bodyId = await bodies.write(bytes());
  return { bodyId, size: range.end - range.start + 1, etag: md5.digest('hex') };
}

/** With a checksum of the algorithm asked for, else of the source's. Fails with ENOENT as `Bodies.open` does. */
export async function copyBody(
  bodies: Bodies,
  source: StoredBody,
  asked: ChecksumAlgorithm | undefined,
): Promise<StoredBody> {
  const { size, etag, checksum } = source;
  const algorithm = asked ?? checksum?.algorithm;
  if (isOfParts(source) || algorithm !== checksum?.algorithm) {
    return copyAndDigest(bodies, source, algorithm && isChecksumAlgorithm(algorithm) ? algorithm : undefined);
  }
  return { bodyId: await bodies.copy(source.bodyId), size, etag, ...(checksum && { checksum }) };
}
