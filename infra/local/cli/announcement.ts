// What is printed once all of it works: where things are, and what to try first.
import { BUCKET, CREDENTIALS, REGION } from '../lambda/environment.ts';
import type { LocalServer, LocalServerOptions } from '../local-server.ts';

type Addresses = Pick<LocalServer, 'apiUrl' | 's3Url' | 'dynamodbUrl'>;

export function announcement(server: Addresses, { dataDir, demo }: LocalServerOptions): string {
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  return `
API       ${server.apiUrl}
S3        ${server.s3Url}  bucket ${BUCKET}, region ${REGION}, credentials ${accessKeyId} / ${secretAccessKey}
DynamoDB  ${server.dynamodbUrl}
Data      ${dataDir}

Try this:
${(demo ? demoSteps(server.apiUrl) : emptySteps(server)).join('\n')}

Ctrl-C stops it.`;
}

function demoSteps(apiUrl: string): readonly string[] {
  const pipeline = `${apiUrl}/api/v1/pipelines/default/silver/clean_orders`;
  return [
    `  curl -X POST ${pipeline}/publish -d '{"message":"First version"}'`,
    `  curl ${pipeline}/versions`,
    `  curl ${pipeline}    # draft_dirty turns true when a file in the bucket is edited`,
  ];
}

function emptySteps({ apiUrl, s3Url }: Addresses): readonly string[] {
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const signed = `--user ${accessKeyId}:${secretAccessKey} --aws-sigv4 aws:amz:${REGION}:s3`;
  return [
    `  echo 'SELECT 1' > pipeline.sql`,
    `  curl ${signed} -T pipeline.sql ${s3Url}/${BUCKET}/default/pipelines/silver/my_pipeline/pipeline.sql`,
    `  curl ${apiUrl}/api/v1/pipelines`,
  ];
}
