// The text that `npm start` prints once everything works: addresses, and commands to try first.

import { layout } from '../../../functions/domain/layout.ts';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import { CREDENTIALS } from '../defaults.ts';
import { TOKEN_VARIABLE } from '../events-token.ts';
import { isDemoPipeline } from '../provision/demo.ts';
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
    ...(options.author ? [`Author    ${options.author} (--author)`] : []),
    ...server.warnings.map((warning) => `Warning   ${warning}`),
  ];
  const steps =
    demo && isDemoPipeline() && options.credentials !== 'standard'
      ? demoSteps(server.apiUrl)
      : emptySteps(server, options);
  return `
${lines.join('\n')}

Try this:
${steps.join('\n')}

Ctrl-C stops it.`;
}

/** Only the secret that everybody knows is printed. */
function access({ credentials }: LocalServerOptions): string {
  if (credentials === 'standard') return 'credentials of the AWS variables';
  if (credentials !== 'local') return `credentials ${credentials.accessKeyId} and its secret`;
  return `credentials ${CREDENTIALS.accessKeyId} / ${CREDENTIALS.secretAccessKey}`;
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

function curlUser({ credentials }: LocalServerOptions): string {
  if (credentials === 'standard') return '"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"';
  // curl asks for a secret that is left out.
  if (credentials !== 'local') return credentials.accessKeyId;
  return `${CREDENTIALS.accessKeyId}:${CREDENTIALS.secretAccessKey}`;
}

/** Of the kinds that the layout has. */
function example() {
  const { sources, layers } = layout();
  const layer = layers.includes('silver') ? 'silver' : layers[0];
  return { layer: `${layer}`, source: `${sources.at(-1)}`.replaceAll('*', 'my_pipeline') };
}

function emptySteps({ apiUrl, s3Url, region }: Running, options: LocalServerOptions): readonly string[] {
  const signed = `--user ${curlUser(options)} --aws-sigv4 aws:amz:${region}:s3`;
  const { layer, source } = example();
  const key = `${options.bucket}/${keyPrefix({ namespace: 'default', layer, name: 'my_pipeline' })}${source}`;
  return [
    `  echo 'SELECT 1' > pipeline.sql`,
    `  curl ${signed} -T pipeline.sql ${s3Url}/${key}`,
    `  curl ${apiUrl}/api/v1/pipelines`,
  ];
}
