// What the emulator knows of the deployed stack.
import { type Stack as CloudFormationStack, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { cloudFormationOf, type Emulator } from './emulator.ts';

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

/** By the stack's outputs. */
export function deploymentOf({ endpoint }: Emulator, { Outputs = [] }: CloudFormationStack): Deployment {
  const output = (name: string) => {
    const value = Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value === undefined) throw new Error(`the stack has no output ${name}`);
    return value;
  };
  return {
    apiUrl: apiUrlAt(endpoint, output('ApiUrl')),
    bucketName: output('BucketName'),
    tableName: output('TableName'),
    draftChangesQueueUrl: output('DraftChangesQueueUrl'),
    deadLetterQueueUrl: output('DeadLetterQueueUrl'),
  };
}

/**
 * `https://ID.execute-api.REGION.amazonaws.com/STAGE/`, by the path that needs no name server:
 * https://docs.localstack.cloud/aws/services/apigateway/#alternative-url-format
 */
function apiUrlAt(endpoint: string, url: string): string {
  const [, id, stage] = /^https?:\/\/([^.]+)\.[^/]+\/([^/]+)\/?$/.exec(url) ?? [];
  if (id === undefined) throw new Error(`the stack's ApiUrl is no URL of an API: ${url}`);
  return `${endpoint}/_aws/execute-api/${id}/${stage}`;
}
