// Runs all cases on a server, each in a bucket of its own.
import { randomUUID } from 'node:crypto';
import { type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { clientOf } from '../infra/s3-server/start-server.ts';
import type { Case } from './case.ts';
import { failure } from './outcomes.ts';
import { newSubject } from './subject.ts';

const PARALLEL = 8;

async function outcomeOf(example: Case, url: string, client: S3Client): Promise<string> {
  const bucket = `behaviour-${randomUUID()}`;
  try {
    return await example.run(await newSubject({ url, client, bucket }, example.bucket ?? 'Enabled'));
  } catch (error) {
    return error instanceof S3ServiceException ? failure(error) : `failed: ${error}`;
  }
}

/** By rule. An S3 error that a case does not expect is its outcome, `STATUS Code`; anything else is `failed: …`. */
export async function runCases(cases: readonly Case[], url: string): Promise<ReadonlyMap<string, string>> {
  const client = clientOf(url);
  try {
    const outcomes = await pMap(
      cases,
      async (example) => [example.rule, await outcomeOf(example, url, client)] as const,
      { concurrency: PARALLEL },
    );
    return new Map(outcomes);
  } finally {
    client.destroy();
  }
}
