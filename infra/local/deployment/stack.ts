// What the emulator knows of the deployed stack.
import { type Stack as CloudFormationStack, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { cloudFormationOf, type Emulator } from './emulator.ts';
import type { DeployedApi } from './lost-stage.ts';

export interface Deployment {
  /** Without a slash at its end. */
  readonly apiUrl: string;
  /** Where tokens stand before `apiUrl`; without a slash at its end, too. */
  readonly signedApiUrl?: string;
  readonly bucketName: string;
  readonly tableName: string;
  readonly draftChangesQueueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** `undefined` if there is no stack of that name. */
export async function describeStack(emulator: Emulator): Promise<CloudFormationStack | undefined> {
  const { stackName: StackName } = emulator;
  try {
    const { Stacks = [] } = await cloudFormationOf(emulator).send(new DescribeStacksCommand({ StackName }));
    return Stacks[0];
  } catch (error) {
    if ((error as Error).name === 'ValidationError') return undefined;
    throw error;
  }
}

/**
 * By the stack's outputs. The API's URL is the one that needs no name server:
 * https://docs.localstack.cloud/aws/services/apigateway/#alternative-url-format
 */
export function deploymentOf({ endpoint }: Emulator, stack: CloudFormationStack): Deployment {
  const [apiUrl = '', signedApiUrl] = apisOf(stack).map(
    ({ restApiId, stageName }) => `${endpoint}/_aws/execute-api/${restApiId}/${stageName}`,
  );
  return {
    apiUrl,
    ...(signedApiUrl !== undefined && { signedApiUrl }),
    bucketName: outputOf(stack, 'BucketName'),
    tableName: outputOf(stack, 'TableName'),
    draftChangesQueueUrl: outputOf(stack, 'DraftChangesQueueUrl'),
    deadLetterQueueUrl: outputOf(stack, 'DeadLetterQueueUrl'),
  };
}

/** By the stack's outputs, `https://ID.execute-api.REGION.amazonaws.com/STAGE/`: of `ApiUrl`, then of `SignedApiUrl`. */
export function apisOf(stack: CloudFormationStack): readonly DeployedApi[] {
  const signed = findOutput(stack, 'SignedApiUrl');
  return [outputOf(stack, 'ApiUrl'), ...(signed === undefined ? [] : [signed])].map(apiAt);
}

function apiAt(url: string): DeployedApi {
  const [, restApiId, stageName] = /^https?:\/\/([^.]+)\.[^/]+\/([^/]+)\/?$/.exec(url) ?? [];
  if (restApiId && stageName) return { restApiId, stageName };
  throw new Error(`an output of the stack is no URL of an API: ${url}`);
}

function outputOf(stack: CloudFormationStack, name: string): string {
  const value = findOutput(stack, name);
  if (value === undefined) throw new Error(`the stack has no output ${name}`);
  return value;
}

function findOutput({ Outputs = [] }: CloudFormationStack, name: string): string | undefined {
  return Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
}
