// Puts the bodies of uploaded parts together into the body of the object.
import { createHash } from 'node:crypto';
import { startChecksum } from '../payload/checksums.ts';
import type { Checksum, StoredBody } from '../records.ts';
import type { Bodies } from './bodies.ts';
import type { ChecksumPlan, PartRecord } from './upload-records.ts';

/** The bytes of stored bodies, one after another, each piece shown to `seen` on the way. */
export async function* bytesOf(
  bodies: Bodies,
  stored: readonly Pick<StoredBody, 'bodyId'>[],
  seen: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for (const { bodyId } of stored) {
    const file = await bodies.open(bodyId);
    for await (const chunk of file.createReadStream() as AsyncIterable<Buffer>) {
      seen(chunk);
      yield chunk;
    }
  }
}

/** `md5-of-md5s-N`, as S3 makes it. */
function etagOf(parts: readonly PartRecord[]): string {
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

/** Undefined where a part came without a checksum of the algorithm. */
function composite({ algorithm }: ChecksumPlan, parts: readonly PartRecord[]): Checksum | undefined {
  const running = startChecksum(algorithm);
  for (const { checksum } of parts) {
    if (checksum?.algorithm !== algorithm) return undefined;
    running.update(Buffer.from(checksum.value, 'base64'));
  }
  return { algorithm, value: `${running.base64()}-${parts.length}`, type: 'COMPOSITE' };
}

export async function joinParts(
  bodies: Bodies,
  parts: readonly PartRecord[],
  plan: ChecksumPlan | undefined,
): Promise<StoredBody> {
  const whole = plan?.type === 'FULL_OBJECT' ? startChecksum(plan.algorithm) : undefined;
  const bodyId = await bodies.write(bytesOf(bodies, parts, (chunk) => whole?.update(chunk)));
  const partSizes = parts.map(({ size }) => size);
  const size = partSizes.reduce((sum, part) => sum + part, 0);
  const checksum =
    plan && whole
      ? ({ algorithm: plan.algorithm, value: whole.base64(), type: 'FULL_OBJECT' } as const)
      : plan && composite(plan, parts);
  return { bodyId, size, etag: etagOf(parts), partSizes, ...(checksum && { checksum }) };
}
