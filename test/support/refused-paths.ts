// Which file names a server does not take. AWS takes every key of up to 1,024 bytes; MinIO keeps objects as files, and
// has a file system's rules. Refused is refused at the PUT: what cannot be saved cannot be published or lost.
import { s3Server } from './server-set.ts';

const MAX_FILE_NAME_BYTES = 255;

export function isRefused(path: string, server: string = s3Server): boolean {
  if (server !== 'MinIO') return false;
  return path.split('/').some((segment) => {
    return ['', '.', '..'].includes(segment) || Buffer.byteLength(segment) > MAX_FILE_NAME_BYTES;
  });
}
