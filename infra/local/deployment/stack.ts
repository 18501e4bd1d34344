// What the emulator knows of the deployed stack.
import { type Stack as CloudFormationStack, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { cloudFormationOf, type Emulator } from './emulator.ts';
import type { DeployedApi } from './lost-stage.ts';

export interface Deployment {
  /** Without a slash at its end. */
  readonly apiUrl: string;
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
  const { restApiId, stageName } = apiOf(stack);
  return {
    apiUrl: `${endpoint}/_aws/execute-api/${restApiId}/${stageName}`,
    bucketName: outputOf(stack, 'BucketName'),
    tableName: outputOf(stack, 'TableName'),
    draftChangesQueueUrl: outputOf(stack, 'DraftChangesQueueUrl'),
    deadLetterQueueUrl: outputOf(stack, 'DeadLetterQueueUrl'),
  };
}

/** By the stack's output, `https://ID.execute-api.REGION.amazonaws.com/STAGE/`. */
export function apiOf(stack: CloudFormationStack): DeployedApi {
  const url = outputOf(stack, 'ApiUrl');
  const [, restApiId, stageName] = /^https?:\/\/([^.]+)\.[^/]+\/([^/]+)\/?$/.exec(url) ?? [];
  if (restApiId && stageName) return { restApiId, stageName };
  throw new Error(`the stack's ApiUrl is no URL of an API: ${url}`);
}

function outputOf({ Outputs = [] }: CloudFormationStack, name: string): string {
  const value = Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (value === undefined) throw new Error(`the stack has no output ${name}`);
  return value;
}
