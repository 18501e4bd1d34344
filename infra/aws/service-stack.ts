// The whole service in one stack: storage, the API on it, what watches the drafts, and alarms. The IDs of constructs
// are part of the contract: another ID is another resource (test/infra/aws/service-stack.test.ts).
import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { Alarms } from './alarms.ts';
import { Api } from './api.ts';
import { Observer } from './observer.ts';
import { Portal } from './portal/portal.ts';
import { Storage } from './storage.ts';

export interface ServiceStackProps {
  readonly settings: Settings;
}

export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { settings }: ServiceStackProps) {
    super(scope, id, {
      stackName: settings.stackName,
      description: 'Publish and version data pipelines whose files live in a versioned S3 bucket',
      terminationProtection: settings.retain,
    });
    Tags.of(this).add('service', 'pipeline-versioning');
    for (const [name, value] of Object.entries(settings.tags)) Tags.of(this).add(name, value);

    boundRoles(this, settings);

    const storage = new Storage(this, 'Storage', { settings });
    const api = new Api(this, 'Api', { storage, settings });
    const observer = new Observer(this, 'DraftWatcher', { storage, settings });
    new Alarms(this, 'Alarms', { api, storage, observer, settings });
    const { tokens } = api;
    if (settings.portal && tokens) new Portal(this, 'Portal', { api, tokens, settings });

    new CfnOutput(this, 'ApiUrl', { value: api.restApi.url });
    if (api.signedApi) new CfnOutput(this, 'SignedApiUrl', { value: api.signedApi.url });
    const domain = api.restApi.domainName?.domainNameAliasDomainName;
    if (domain !== undefined) new CfnOutput(this, 'ApiDomainTarget', { value: domain });
    new CfnOutput(this, 'BucketName', { value: storage.bucket.bucketName });
    new CfnOutput(this, 'TableName', { value: storage.table.tableName });
    new CfnOutput(this, 'DraftChangesQueueUrl', { value: observer.queue.queueUrl });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: observer.deadLetters.queueUrl });
    const { url } = api.signedApi ?? api.restApi;
    new CfnOutput(this, 'SmokeTest', { value: `npm run smoke -- --url ${url}` });
  }
}

/** Of every role in the stack, those that the CDK makes for its own functions among them. */
function boundRoles(stack: Stack, { permissionsBoundary }: Settings): void {
  if (permissionsBoundary === undefined) return;
  const boundary = ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', permissionsBoundary);
  PermissionsBoundary.of(stack).apply(boundary);
}
