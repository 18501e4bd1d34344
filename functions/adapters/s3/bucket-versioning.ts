// Whether the bucket keeps what an edit replaces. Where it does not, an edit destroys the version `null` of a key:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
import { GetBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Pipeline } from '../../domain/pipeline.ts';
import type { Versioning } from '../../ports/draft-files.ts';
import { reporting } from '../aws-failure.ts';
import { bucketNotVersioned, editedUnversioned } from '../bucket-not-versioned.ts';
import { toVersionId } from './list-keys.ts';

/** For how long edits rely on the answer 'on'; any other answer is asked for again with each edit. */
export const BELIEVED_MS = 5_000;

export interface BucketVersioning {
  /** One request. */
  ask(): Promise<Versioning>;
  /** Throws `BUCKET_NOT_VERSIONED`. One request at most every 5 s, however many edits there are. */
  assertOn(pipeline: Pipeline): Promise<void>;
  /**
   * After an edit, with the version ID of S3's answer. Where there is none, S3 may have kept no version of what was
   * replaced: asks anew, and throws `BUCKET_NOT_VERSIONED` unless versioning is on.
   */
  assertKept(pipeline: Pipeline, path: string, versionId: string | null | undefined): Promise<void>;
}

export function createBucketVersioning(client: S3Client, Bucket: string): BucketVersioning {
  let believed: { readonly answer: Promise<Versioning>; readonly until: number } | null = null;

  async function ask(): Promise<Versioning> {
    const { Status } = await reporting('S3', () => client.send(new GetBucketVersioningCommand({ Bucket })));
    if (Status === 'Enabled') return 'on';
    return Status === 'Suspended' ? 'suspended' : 'off';
  }

  function recentAnswer(): Promise<Versioning> {
    const now = performance.now();
    if (believed === null || now >= believed.until) believed = { answer: ask(), until: now + BELIEVED_MS };
    return believed.answer;
  }

  return {
    ask,
    async assertKept(pipeline, path, versionId) {
      if (toVersionId(versionId ?? undefined) !== null) return;
      believed = null;
      const answer = await ask();
      if (answer !== 'on') throw editedUnversioned(pipeline, path, answer);
    },
    async assertOn(pipeline) {
      const answer = await recentAnswer().catch((failure) => {
        believed = null;
        throw failure;
      });
      if (answer === 'on') return;
      believed = null;
      throw bucketNotVersioned(pipeline, answer);
    },
  };
}
