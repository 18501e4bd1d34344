// Version IDs: 32 characters that look random, as on AWS, but say where in the history they belong.
// So a version is found without an index, and a list resumes at one that was deleted since.
import { createHash, randomBytes } from 'node:crypto';

export const NULL_VERSION = 'null';
const RANDOM_BYTES = 16;
const FORM = /^[A-Za-z0-9._]{32}$/;
/** No store reaches it, and only one in sixteen million well-formed texts is below it. */
const MAX_SEQUENCE = 2n ** 40n;

const toAlphabet = (bytes: Buffer): string =>
  bytes.toString('base64').replaceAll('+', '.').replaceAll('/', '_');
const fromAlphabet = (id: string): Buffer =>
  Buffer.from(id.replaceAll('.', '+').replaceAll('_', '/'), 'base64');

/** Hides the sequence, so that no client relies on the order of IDs, which AWS does not promise. */
function mask(random: Buffer, sequence: bigint): Buffer {
  const pad = createHash('sha256').update(random).digest().readBigUInt64BE();
  const masked = Buffer.alloc(8);
  masked.writeBigUInt64BE(sequence ^ pad);
  return masked;
}

/** Whether a server may have given it out. */
export const isVersionId = (text: string): boolean =>
  text === NULL_VERSION || (FORM.test(text) && sequenceOf(text) !== undefined);

export function makeVersionId(sequence: number): string {
  const random = randomBytes(RANDOM_BYTES);
  return toAlphabet(Buffer.concat([random, mask(random, BigInt(sequence))]));
}

/** The sequence inside a well-formed ID; undefined where no version can have it. */
export function sequenceOf(versionId: string): number | undefined {
  const bytes = fromAlphabet(versionId);
  const random = bytes.subarray(0, RANDOM_BYTES);
  const sequence = mask(random, bytes.readBigUInt64BE(RANDOM_BYTES)).readBigUInt64BE();
  return sequence < MAX_SEQUENCE ? Number(sequence) : undefined;
}
