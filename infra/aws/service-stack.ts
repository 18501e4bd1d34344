// The service as a stack of its own: the construct, the stack's own settings (name, tags, boundary, protection), and the
// outputs that clients, scripts and runbooks read.
import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { PipelineVersioning } from './pipeline-versioning.ts';

/**
 * The CDK leaves this ID out of logical IDs, which are therefore those of releases that had no construct.
 * https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/private/uniqueid.ts
 */
const NOT_IN_LOGICAL_IDS = 'Default';

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

    const { storage, api, observer } = new PipelineVersioning(this, NOT_IN_LOGICAL_IDS, { settings });

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
