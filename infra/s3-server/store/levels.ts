// The LevelDB database and its key spaces. Everything one S3 request changes goes into one batch over them.
import { mkdir } from 'node:fs/promises';
import type { S3EventRecord } from 'aws-lambda';
import { ClassicLevel } from 'classic-level';
import type { BucketRecord, ObjectVersion, VersionRecord } from '../records.ts';
import type { PartRecord, UploadRecord } from './upload-records.ts';

/** `buffer`: keys are the bytes that key-codec.ts makes. */
export function keySpace<K, V>(database: ClassicLevel, name: string, keyEncoding: 'utf8' | 'buffer') {
  return database.sublevel<K, V>(name, { keyEncoding, valueEncoding: 'json' });
}

export type KeySpace<K, V> = ReturnType<typeof keySpace<K, V>>;

export interface Levels {
  readonly database: ClassicLevel;
  readonly buckets: KeySpace<string, BucketRecord>;
  /** One entry per key whose newest version is an object: what ListObjectsV2 walks. */
  readonly current: KeySpace<Buffer, ObjectVersion>;
  /** Every version and delete marker, newest first within a key. */
  readonly versions: KeySpace<Buffer, VersionRecord>;
  /** Where in `versions` a key's `null` version is: its ID does not say it. */
  readonly nullVersions: KeySpace<Buffer, number>;
  readonly uploads: KeySpace<Buffer, UploadRecord>;
  readonly parts: KeySpace<string, PartRecord>;
  readonly outbox: KeySpace<string, S3EventRecord>;
  /** `sequence`: the last number given to a mutation. */
  readonly counters: KeySpace<string, number>;
}

/** Writes are not synced: LevelDB hands each to the kernel, which outlives a killed process. */
export async function openLevels(directory: string): Promise<Levels> {
  await mkdir(directory, { recursive: true });
  const database = new ClassicLevel(directory);
  await database.open();
  return {
    database,
    buckets: keySpace(database, 'buckets', 'utf8'),
    current: keySpace(database, 'current', 'buffer'),
    versions: keySpace(database, 'versions', 'buffer'),
    nullVersions: keySpace(database, 'null-versions', 'buffer'),
    uploads: keySpace(database, 'uploads', 'buffer'),
    parts: keySpace(database, 'parts', 'utf8'),
    outbox: keySpace(database, 'outbox', 'utf8'),
    counters: keySpace(database, 'counters', 'utf8'),
  };
}
