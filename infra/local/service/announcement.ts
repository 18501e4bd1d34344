// The text that `npm start` prints once everything works: addresses, and commands to try first.

import { CREDENTIALS } from '../defaults.ts';
import { TOKEN_VARIABLE } from '../events-token.ts';
import { WEBHOOK_PATH } from '../webhook-settings.ts';
import type { LocalServer, LocalServerOptions } from './local-server.ts';

type Running = Omit<LocalServer, 'close'>;

export function announcement(server: Running, options: LocalServerOptions): string {
  const { given, dataDir, demo } = options;
  const keepsData = [given.s3Url, given.dynamodbUrl].includes(undefined) || server.eventsFrom === 'webhook';
  const lines = [
    `Portal    ${server.apiUrl}/`,
    `API       ${server.apiUrl}`,
    `S3        ${server.s3Url}  bucket ${options.bucket}, region ${server.region}, ${access(options)}`,
    `DynamoDB  ${server.dynamodbUrl}  table ${options.table}`,
    ...eventsLines(server),
    ...(keepsData ? [`Data      ${dataDir}`] : []),
  ];
  const steps =
    demo && options.credentials === 'local' ? demoSteps(server.apiUrl) : emptySteps(server, options);
  return `
${lines.join('\n')}

Try this:
${steps.join('\n')}

Ctrl-C stops it.`;
}

/** Real credentials are not printed. */
function access({ credentials }: LocalServerOptions): string {
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  return `credentials ${credentials === 'local' ? `${accessKeyId} / ${secretAccessKey}` : 'of the AWS variables'}`;
}

function eventsLines({ eventsFrom, newToken, apiUrl }: Running): readonly string[] {
  if (eventsFrom === 'outbox') return [];
  if (eventsFrom !== 'webhook') return [`Events    ${eventsFrom.url}`];
  const token = newToken === undefined ? '' : `, token ${newToken} (${TOKEN_VARIABLE} of MinIO)`;
  return [`Events    POST ${apiUrl}${WEBHOOK_PATH}${token}`];
}

function demoSteps(apiUrl: string): readonly string[] {
  const pipeline = `${apiUrl}/api/v1/pipelines/default/silver/clean_orders`;
  return [
    `  curl -X POST ${pipeline}/publish -d '{"message":"First version"}'`,
    `  curl ${pipeline}/versions`,
    `  curl ${pipeline}    # draft_dirty turns true when a file in the bucket is edited`,
  ];
}

function emptySteps({ apiUrl, s3Url, region }: Running, options: LocalServerOptions): readonly string[] {
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const user =
    options.credentials === 'local'
      ? `${accessKeyId}:${secretAccessKey}`
      : '"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"';
  const signed = `--user ${user} --aws-sigv4 aws:amz:${region}:s3`;
  const key = `${options.bucket}/default/pipelines/silver/my_pipeline/pipeline.sql`;
  return [
    `  echo 'SELECT 1' > pipeline.sql`,
    `  curl ${signed} -T pipeline.sql ${s3Url}/${key}`,
    `  curl ${apiUrl}/api/v1/pipelines`,
  ];
}
