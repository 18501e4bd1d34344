// The server and the client as all tests here start them. Free of vitest: the process that gets killed uses it too.
import { S3Client } from '@aws-sdk/client-s3';
import { type S3Server, startS3Server } from '../../../infra/s3-server/server.ts';

export const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
export const region = 'us-east-1';

export const startIn = (dataDir: string, port = 0, inRegion = region): Promise<S3Server> =>
  startS3Server({ dataDir, port, ...credentials, region: inRegion });

export const clientOf = (url: string, inRegion = region): S3Client =>
  new S3Client({ endpoint: url, region: inRegion, forcePathStyle: true, credentials, maxAttempts: 1 });
