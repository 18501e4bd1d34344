// The service as a stack of its own: the construct, the stack's own settings (name, tags, boundary, protection), and the
// outputs.
import { Stack, Tags } from 'aws-cdk-lib';
import type { CfnUserPoolDomain } from 'aws-cdk-lib/aws-cognito';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { addOutputs } from './outputs.ts';
import { PipelineVersioning } from './pipeline-versioning.ts';
import type { PipelineVersioningProps } from './pipeline-versioning-props.ts';
import type { OfStack } from './settings-of-props.ts';

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
    const { stackName, tags, permissionsBoundary, ...others } = settings;
    super(scope, id, {
      stackName,
      description: 'Publish and version data pipelines whose files live in a versioned S3 bucket',
      terminationProtection: settings.retain,
    });
    Tags.of(this).add('service', 'pipeline-versioning');
    for (const [name, value] of Object.entries(tags)) Tags.of(this).add(name, value);
    if (permissionsBoundary !== undefined) boundRoles(this, permissionsBoundary);

    const props = { serviceName: stackName, ...given(others) };
    const versions = new PipelineVersioning(this, NOT_IN_LOGICAL_IDS, props);
    keepDomain(versions);
    addOutputs(this, versions);
  }
}

/** Of every role in the stack, those that the CDK makes for its own functions among them. */
function boundRoles(stack: Stack, permissionsBoundary: string): void {
  const boundary = ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', permissionsBoundary);
  PermissionsBoundary.of(stack).apply(boundary);
}

/** None: a setting that is neither the stack's nor a prop does not compile below. */
type Forgotten = Exclude<keyof Settings, OfStack | keyof PipelineVersioningProps>;

function given(settings: Readonly<Record<Forgotten, never>>): PipelineVersioningProps {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** Earlier releases made it for the portal alone. Another ID would be another domain of the same name, which Cognito refuses. */
function keepDomain({ api }: PipelineVersioning): void {
  const domain = api.tokens?.newUserPool?.domain.node.defaultChild as CfnUserPoolDomain | undefined;
  domain?.overrideLogicalId('PortalLoginDomain73B13738');
}
