// The credentials and region with which the service calls S3 and DynamoDB: fixed ones for the local servers, or those
// that the AWS SDK finds in its standard variables and profiles.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CREDENTIALS, REGION } from '../defaults.ts';
import type { AccessKeys, CredentialSource } from '../endpoints.ts';
import { StartError } from '../start-error.ts';

export interface AwsIdentity extends AccessKeys {
  readonly region: string;
}

/** Throws a `StartError` where the SDK finds no credentials. */
export async function findIdentity(
  source: CredentialSource,
  { AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv,
): Promise<AwsIdentity> {
  if (source === 'local') return { ...CREDENTIALS, region: REGION };
  if (source !== 'standard') return { ...source, region: REGION };
  // The SDK for JavaScript does not read AWS_DEFAULT_REGION, which the other AWS tools do.
  const region = AWS_REGION || AWS_DEFAULT_REGION;
  const client = new DynamoDBClient(region ? { region } : {});
  try {
    const { accessKeyId, secretAccessKey } = await client.config.credentials();
    return { accessKeyId, secretAccessKey, region: await client.config.region().catch(() => REGION) };
  } catch (error) {
    throw new StartError(
      'No AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE ' +
        '(DynamoDB Local and LocalStack take any).',
      { cause: error },
    );
  } finally {
    client.destroy();
  }
}
