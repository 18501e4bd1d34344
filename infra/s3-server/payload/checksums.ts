// The checksum algorithms a client may choose, each fed piece by piece, each ending in base64 as on the wire.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Crc64, crc32c, crc64nvme } from './crc.ts';

export interface RunningChecksum {
  update(data: Uint8Array): void;
  base64(): string;
}

function words(...values: readonly number[]): string {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => void bytes.writeUInt32BE(value, index * 4));
  return bytes.toString('base64');
}

function crc(next: (data: Uint8Array, previous: number) => number): RunningChecksum {
  let value = 0;
  return {
    update: (data) => {
      value = next(data, value);
    },
    base64: () => words(value),
  };
}

function crc64(): RunningChecksum {
  let value: Crc64 = [0, 0];
  return {
    update: (data) => {
      value = crc64nvme(data, value);
    },
    base64: () => words(...value),
  };
}

function hash(algorithm: string): RunningChecksum {
  const running = createHash(algorithm);
  return { update: (data) => void running.update(data), base64: () => running.digest('base64') };
}

const algorithms = {
  crc32: () => crc(crc32),
  crc32c: () => crc(crc32c),
  crc64nvme: crc64,
  sha1: () => hash('sha1'),
  sha256: () => hash('sha256'),
} satisfies Record<string, () => RunningChecksum>;

export type ChecksumAlgorithm = keyof typeof algorithms;

export const isChecksumAlgorithm = (name: string): name is ChecksumAlgorithm =>
  Object.hasOwn(algorithms, name);

export const startChecksum = (algorithm: ChecksumAlgorithm): RunningChecksum => algorithms[algorithm]();
