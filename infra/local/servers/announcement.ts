// The text that `npm run servers` prints once all run: addresses, and how to start the service with them.

import { CREDENTIALS, REGION } from '../defaults.ts';
import { TOKEN_VARIABLE } from '../events-token.ts';
import { TITLES } from './server-name.ts';
import type { Addresses } from './start-servers.ts';

export interface ForTheService {
  readonly apiPort: number;
  /** The token that MinIO sends with its events; `undefined` without MinIO. */
  readonly token: string | undefined;
}

const API_PORT = 8080;

export function announcement(addresses: Addresses, service: ForTheService): string {
  const width = 16;
  return `
${[...addresses].map(([name, url]) => TITLES[name].padEnd(width) + url).join('\n')}

Start the service with them, in another terminal:
${combinations(addresses)
  .map((flags) => `  ${startCommand(flags, service)}`)
  .join('\n')}

Ctrl-C stops them.`;
}

function startCommand(flags: string, { apiPort, token }: ForTheService): string {
  const takesPosts = flags.includes('--s3') && !flags.includes('--sqs');
  return [
    ...(token && takesPosts ? [`${TOKEN_VARIABLE}=${token}`] : []),
    `AWS_ACCESS_KEY_ID=${CREDENTIALS.accessKeyId} AWS_SECRET_ACCESS_KEY=${CREDENTIALS.secretAccessKey}`,
    `AWS_REGION=${REGION} npm start -- ${flags}`,
    ...(apiPort === API_PORT ? [] : [`--port ${apiPort}`]),
  ].join(' ');
}

/** The service embeds the servers that a command does not name. */
function combinations(addresses: Addresses): readonly string[] {
  const [minio, dynamodbLocal, localstack] = [
    addresses.get('minio'),
    addresses.get('dynamodbLocal'),
    addresses.get('localstack'),
  ];
  const databases = [dynamodbLocal, localstack].filter((url) => url !== undefined);
  const all: readonly (string | false | undefined)[] = [
    ...databases.map((url) => minio && `--s3 ${minio} --dynamodb ${url}`),
    databases.length === 0 && `--s3 ${minio}`,
    !minio && dynamodbLocal && `--dynamodb ${dynamodbLocal}`,
    localstack && `--s3 ${localstack} --dynamodb ${localstack} --sqs ${localstack}`,
  ];
  return all.filter((flags) => typeof flags === 'string');
}
