// Puts the adapters behind what releases need.
import { S3Client } from '@aws-sdk/client-s3';
import { newsOfRecord } from '../adapters/dynamodb/news-of-change.ts';
import { createS3Releases } from '../adapters/s3/releases.ts';
import { createSendMessages } from '../adapters/sqs/send-messages.ts';
import type { ReleaseBatch } from '../events/write-releases.ts';
import { clientSettings } from './client-settings.ts';
import type { Versions } from './versions.ts';

/** A file that is put into an archive is read as fast as the archive is written. */
const ARCHIVE_TIMEOUT_MS = 60_000;

/** Without the invocation's own. Outside of AWS nobody gives up. */
export type ReleaseWiring = Omit<ReleaseBatch, 'remaining'>;

/** Throws an error if the environment says nothing of releases. */
export function wireReleases({ versions, config }: Versions, environment = process.env): ReleaseWiring {
  const { releases: settings, bucketName, s3PathStyle } = config;
  if (settings === null) throw new Error('PIPELINES_RELEASES is not set');
  const timeouts = { requestTimeout: ARCHIVE_TIMEOUT_MS, socketTimeout: ARCHIVE_TIMEOUT_MS };
  const s3 = new S3Client({ ...clientSettings(timeouts), forcePathStyle: s3PathStyle });
  const { RELEASES_DEAD_LETTERS_URL: url } = environment;
  const send = url === undefined ? null : createSendMessages(url, clientSettings());
  return {
    deps: { versions, releases: createS3Releases(s3, bucketName, settings) },
    newsOf: newsOfRecord,
    giveUp: send && ((body) => send([body])),
  };
}
