// What the deployment's own check is sent: what becomes visible if it agrees, with a link to each file.
import type { Candidate } from '../domain/candidate.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { PinnedFile } from '../domain/snapshot.ts';
import { presentManifest } from './present.ts';

/** Longer than a check may take: it may look at the files again when it has refused. */
const URL_SECONDS = 15 * 60;

type Presign = (pipeline: Pipeline, file: PinnedFile, seconds: number) => Promise<string>;

export function presentCandidate(bucketName: string, presign: Presign) {
  return async ({ pipeline, message, createdBy, rollbackOf, ...runnable }: Candidate, now: Date) => ({
    type: rollbackOf === null ? 'version.publishing' : 'version.rolling_back',
    timestamp: now.toISOString(),
    data: {
      pipeline,
      message,
      created_by: createdBy,
      rollback_of: rollbackOf,
      manifest: await presentManifest(pipeline, { ...runnable, number: null }, bucketName, (file) =>
        presign(pipeline, file, URL_SECONDS),
      ),
    },
  });
}
