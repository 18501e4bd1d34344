// What the actors of one pipeline share while it lives.
import type { S3Client } from '@aws-sdk/client-s3';
import type { Pipeline } from '../../../functions/domain/pipeline.ts';
import type { Random } from '../../support/mulberry32.ts';
import type { Operation, VersionRequest } from '../history/history.ts';
import type { Ask } from './ask.ts';

export interface Life {
  readonly pipeline: Pipeline;
  readonly bucket: string;
  readonly ask: Ask;
  /** Straight to the bucket, and through its faults; neither repeats a request. */
  readonly s3: { readonly direct: S3Client; readonly faulty: S3Client };
  readonly operations: Operation[];
  /** Every request with a key, to be repeated in the end. */
  readonly keyed: VersionRequest[];
  /** Chance of its own for each actor. */
  random(actor: string): Random;
  isOver(): boolean;
}

export type Actor = (life: Life, name: string) => Promise<void>;
