// Computes the digests of a body while its bytes pass, and compares them with the announced ones.
import { createHash } from 'node:crypto';
import { S3Error } from '../errors.ts';
import type { RequestHead } from '../http/request.ts';
import type { Checksum } from '../records.ts';
import { type AnnouncedChecksum, announcedChecksum, announcedHash, announcedMd5 } from './announced.ts';
import { startChecksum } from './checksums.ts';

export type Trailers = ReadonlyMap<string, string>;

interface Check<T> {
  update(data: Uint8Array): void;
  /** Throws unless the bytes were the announced ones. */
  finish(trailers: Trailers): T;
}

/** Ends in hex; always made, since it is the ETag. */
function startMd5(announced: string | undefined): Check<string> {
  const md5 = createHash('md5');
  return {
    update: (data) => void md5.update(data),
    finish() {
      const actual = md5.digest();
      if (announced === undefined || announced === actual.toString('base64')) return actual.toString('hex');
      throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
        details: { ExpectedDigest: announced, CalculatedDigest: actual.toString('base64') },
      });
    },
  };
}

function startHash(announced: string): Check<void> {
  const sha256 = createHash('sha256');
  return {
    update: (data) => void sha256.update(data),
    finish() {
      const actual = sha256.digest('hex');
      if (actual === announced) return;
      throw new S3Error(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        { details: { ClientComputedContentSHA256: announced, S3ComputedContentSHA256: actual } },
      );
    },
  };
}

function compare({ algorithm, header }: AnnouncedChecksum, given: string | undefined, actual: string): void {
  if (given === undefined) {
    throw new S3Error('MalformedTrailerError', `The request has no trailing header ${header}.`);
  }
  if (given.length !== actual.length || !/^[A-Za-z0-9+/]+=*$/.test(given)) {
    throw new S3Error('InvalidRequest', `Value for ${header} header is invalid.`);
  }
  if (given === actual) return;
  const name = algorithm.toUpperCase();
  throw new S3Error('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
}

function startAnnounced(announced: AnnouncedChecksum): Check<Checksum> {
  const { algorithm, header } = announced;
  const checksum = startChecksum(algorithm);
  return {
    update: (data) => checksum.update(data),
    finish(trailers) {
      const value = checksum.base64();
      compare(announced, announced.value ?? trailers.get(header), value);
      return { algorithm, value, type: 'FULL_OBJECT' };
    },
  };
}

export interface Digested {
  /** Lower-case hex. */
  readonly md5: string;
  readonly checksum?: Checksum;
}

export function startDigests(head: RequestHead): Check<Digested> {
  const [announcedSum, announcedSha] = [announcedChecksum(head), announcedHash(head)];
  const md5 = startMd5(announcedMd5(head));
  const hash = announcedSha === undefined ? undefined : startHash(announcedSha);
  const checksum = announcedSum && startAnnounced(announcedSum);
  return {
    update(data) {
      for (const check of [md5, hash, checksum]) check?.update(data);
    },
    finish(trailers) {
      hash?.finish(trailers);
      const digested = { md5: md5.finish(trailers) };
      return checksum ? { ...digested, checksum: checksum.finish(trailers) } : digested;
    },
  };
}
