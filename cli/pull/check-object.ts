// Whether what came is what was pinned: its size, its ETag, and its bytes where the ETag is their MD5.
import type { IncomingHttpHeaders } from 'node:http';
import type { File } from '../../client/types.ts';
import { Failed } from '../failures.ts';
import { quoted } from '../output/quoted.ts';

/** Before the whole object is there: an answer without end would fill the disk. Throws `Failed`. */
export function checkSoFar(file: File, size: number): void {
  if (size > file.size) throw wrong(file, 'size', `${size} or more`, file.size);
}

/** Throws `Failed`. */
export function checkWhole(file: File, headers: IncomingHttpHeaders, size: number, md5: string): void {
  const etag = headers.etag?.replaceAll('"', '') ?? file.etag;
  if (size !== file.size) throw wrong(file, 'size', size, file.size);
  if (etag !== file.etag) throw wrong(file, 'ETag', etag, file.etag);
  if (isMd5(etag, headers) && md5 !== etag) throw wrong(file, 'MD5', md5, etag);
}

function wrong({ path }: File, what: string, got: unknown, pinned: unknown): Failed {
  return new Failed(
    `${quoted(path)} has the ${what} ${got}, and was pinned with ${pinned}; it was not used.`,
  );
}

/** Not of several parts, nor encrypted by KMS or with a customer's key. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
function isMd5(etag: string, headers: IncomingHttpHeaders): boolean {
  const encryption = String(headers['x-amz-server-side-encryption'] ?? '');
  const isEncrypted =
    encryption.startsWith('aws:kms') || 'x-amz-server-side-encryption-customer-algorithm' in headers;
  return /^[0-9a-f]{32}$/.test(etag) && !isEncrypted;
}
