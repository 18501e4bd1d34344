// The environment that the handlers find here, and the fixed names in it. Set before a handler is imported, as a
// Lambda environment is there before the code runs.
import { devNull } from 'node:os';
import { ENV_PREFIX } from '../../../functions/config.ts';

export const TABLE = 'pipeline-versions';
export const BUCKET = 'pipelines';
export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local-secret' } as const;
export const ACCOUNT_ID = '000000000000';

export interface Endpoints {
  readonly s3Url: string;
  readonly dynamodbUrl: string;
}

/** Replaces every AWS and service variable: nothing of the user's own AWS set-up may leak in. */
export function setLambdaEnvironment(
  environment: NodeJS.ProcessEnv,
  { s3Url, dynamodbUrl }: Endpoints,
): void {
  for (const name of Object.keys(environment)) {
    if (name.startsWith('AWS_') || name.startsWith(ENV_PREFIX)) delete environment[name];
  }
  Object.assign(environment, {
    PIPELINES_TABLE: TABLE,
    PIPELINES_BUCKET: BUCKET,
    PIPELINES_S3_PATH_STYLE: 'true',
    AWS_ENDPOINT_URL_S3: s3Url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    // A Lambda has no ~/.aws.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  });
}
