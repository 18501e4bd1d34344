// The emulator that run.ts has started for these tests, and what they ask it about the stack.
import {
  type Change,
  DescribeChangeSetCommand,
  DescribeStackResourcesCommand,
  type ResourceChange,
} from '@aws-sdk/client-cloudformation';
import { cloudFormationOf, DEFAULT_STACK, type Emulator } from '../../infra/local/deployment/emulator.ts';
import type { Deployment } from '../../infra/local/deployment/stack.ts';
import { type Api, createApi } from '../support/api.ts';
import { s3At } from '../support/clients.ts';
import { createDraftEditor, type DraftEditor } from '../support/draft-editor.ts';
import { signAs } from '../support/signed.ts';

export const emulator: Emulator = { endpoint: requireUrl(), stackName: DEFAULT_STACK };

function requireUrl(): string {
  const { EMULATOR_URL } = process.env;
  if (!EMULATOR_URL) throw new Error('EMULATOR_URL is not set; npm run test:deployed sets it');
  return EMULATOR_URL;
}

export interface Service {
  readonly api: Api;
  readonly drafts: DraftEditor;
}

export function serviceOf({ apiUrl, bucketName }: Deployment, { isOlder = false } = {}): Service {
  const s3 = s3At(emulator.endpoint);
  return { api: createApi(apiUrl, { sign: signAs(s3), isOlder }), drafts: createDraftEditor(s3, bucketName) };
}

/** What keeps data: to replace or to remove it is to lose it. */
const STORES = ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable'];

/** The physical IDs of bucket and table, by their logical ones. */
export async function storesOf(): Promise<Readonly<Record<string, string>>> {
  const { StackResources = [] } = await cloudFormationOf(emulator).send(
    new DescribeStackResourcesCommand({ StackName: emulator.stackName }),
  );
  const stores = StackResources.filter(({ ResourceType = '' }) => STORES.includes(ResourceType));
  return Object.fromEntries(
    stores.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]),
  );
}

/** Runs the function whose logical ID begins so, once. Rejects if it fails. */
export async function invoke(idPrefix: string): Promise<void> {
  const answer = await sendToLambda(`${await pathOf(idPrefix)}/invocations`, { method: 'POST', body: '{}' });
  const failure = answer.headers.get('x-amz-function-error');
  if (failure !== null) throw new Error(`${idPrefix} failed: ${await answer.text()}`);
}

/** Gives the function whose logical ID begins so these variables besides its own. */
export async function setVariables(idPrefix: string, variables: NodeJS.Dict<string>): Promise<void> {
  const path = `${await pathOf(idPrefix)}/configuration`;
  const { Environment } = (await (await sendToLambda(path)).json()) as {
    Environment: { Variables: NodeJS.Dict<string> };
  };
  const body = JSON.stringify({ Environment: { Variables: { ...Environment.Variables, ...variables } } });
  await sendToLambda(path, { method: 'PUT', body });
}

async function pathOf(idPrefix: string): Promise<string> {
  const { StackResources = [] } = await cloudFormationOf(emulator).send(
    new DescribeStackResourcesCommand({ StackName: emulator.stackName }),
  );
  const fn = StackResources.find(
    ({ ResourceType, LogicalResourceId = '' }) =>
      ResourceType === 'AWS::Lambda::Function' && LogicalResourceId.startsWith(idPrefix),
  );
  return `/2015-03-31/functions/${fn?.PhysicalResourceId}`;
}

/** A client of the SDK for three requests is not worth its installation; emulators tell services apart by this header. */
async function sendToLambda(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    Authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request',
  };
  const answer = await fetch(new URL(path, emulator.endpoint), { ...init, headers });
  if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${await answer.text()}`);
  return answer;
}

export async function changesOf(changeSet: string): Promise<readonly Change[]> {
  const client = cloudFormationOf(emulator);
  const changes: Change[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeChangeSetCommand({ StackName: emulator.stackName, ChangeSetName: changeSet, NextToken }),
    );
    changes.push(...(page.Changes ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return changes;
}

/** Those that would lose what is stored. */
export function losses(changes: readonly Change[]): readonly Change[] {
  return changes.filter(
    ({ ResourceChange: change }) =>
      STORES.includes(change?.ResourceType ?? '') && (change?.Action !== 'Modify' || mayReplace(change)),
  );
}

/**
 * A new address of the queue replaces no bucket, and this one is the same: MiniStack does not know which properties can be
 * updated where they are, and says `Conditional` wherever another resource changes in whatever way.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
 */
/**
 * What change sets call conditional although it happens in place: a bucket's notifications, and that a table gains an
 * index. The tests after the update show that the table is the same.
 */
const IN_PLACE = ['NotificationConfiguration', 'AttributeDefinitions', 'GlobalSecondaryIndexes', 'Replicas'];

function mayReplace({ Replacement, Details = [] }: ResourceChange): boolean {
  if (Replacement !== 'Conditional') return Replacement !== 'False';
  return Details.some(
    ({ Target }) => Target?.RequiresRecreation !== 'Never' && !IN_PLACE.includes(Target?.Name ?? ''),
  );
}
