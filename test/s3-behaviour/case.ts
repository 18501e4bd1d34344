// One rule of S3 as data: what AWS says, how to see it on a server, and where a server is known to differ.
import type { AreaOf, Difference, Rule } from '../support/behaviour-page.ts';
import type { Subject, Versioning } from './subject.ts';

export interface Case extends Rule {
  /** Of the bucket made for this case; `Enabled` unless it says otherwise. */
  readonly bucket?: Versioning;
  /** A remark for the table. */
  readonly note?: string;
  /** Deliberate. */
  readonly embedded?: Required<Difference>;
  readonly minio?: Difference;
  readonly localstack?: Difference;
  /** What happened, with version IDs replaced by names: outcomes of different servers are compared as text. */
  run(s3: Subject): Promise<string>;
}

export type Area = AreaOf<Case>;
