// What a snapshot on disk says of itself. It stands beside the files, so that the two come and go together; and since it
// may have come with somebody else's repository, it is only ever believed when it says "not the same".
import { constants } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { answers } from '../../client/answers.ts';
import type { DraftManifest, File, RunManifest } from '../../client/types.ts';
import { isSnapshotName } from './snapshot-name.ts';

export type Manifest = RunManifest | DraftManifest;

const pulledRecord = v.object({
  manifest: v.union([answers.getPublished, answers.getDraftManifest]),
  /** The snapshot that was shown before. */
  replaced: v.nullable(v.pipe(v.string(), v.check(isSnapshotName))),
});

export type PulledRecord = v.InferOutput<typeof pulledRecord>;

export async function writeRecord(path: string, record: PulledRecord): Promise<void> {
  await writeFile(path, JSON.stringify(record, null, 2), { flag: 'wx', flush: true });
}

/** `null` if there is none, or none of ours. */
export async function readRecord(path: string): Promise<PulledRecord | null> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const text = await file.readFile('utf8').finally(() => file.close());
    return v.parse(pulledRecord, JSON.parse(text));
  } catch {
    return null;
  }
}

/** Whether both pin the same object versions for the same purpose. */
export function isSameManifest(a: Manifest, b: Manifest): boolean {
  return identityOf(a) === identityOf(b);
}

function identityOf({ pipeline_id, version_number, fingerprint, bucket, files }: Manifest): string {
  return JSON.stringify([pipeline_id, version_number, fingerprint, bucket, files.map(identityOfFile)]);
}

function identityOfFile({ path, key, version_id, etag, size }: File): readonly unknown[] {
  return [path, key, version_id, etag, size];
}
