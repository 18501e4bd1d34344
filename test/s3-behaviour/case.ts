// One rule of S3 as data: what AWS says, how to see it on a server, and where a server is known to differ.
import type { Difference, Source } from '../support/behaviour-page.ts';
import type { Subject, Versioning } from './subject.ts';

export interface Case {
  /** One sentence, in AWS's terms. */
  readonly rule: string;
  readonly source: Source;
  /** What AWS says, never adapted to what our server does. */
  readonly expected: string;
  /** Of the bucket made for this case; `Enabled` unless it says otherwise. */
  readonly bucket?: Versioning;
  /** Which of our own rules stands on this one, and what we do where a server differs. */
  readonly reliedOn?: string;
  /** A remark for the table. */
  readonly note?: string;
  /** Deliberate. */
  readonly embedded?: Required<Difference>;
  readonly minio?: Difference;
  readonly localstack?: Difference;
  /** What happened, with version IDs replaced by names: outcomes of different servers are compared as text. */
  run(s3: Subject): Promise<string>;
}

export interface Area {
  readonly name: string;
  readonly cases: readonly Case[];
}
