// The rights of the CDK's function that fills the portal's bucket. Those it would get by itself span more.
// It calls `aws s3 cp` and `aws s3 sync`, and as it is used here removes nothing.
import { Aws, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { accept, wildcard } from '../accept.ts';

export function uploaderRole(scope: Construct, id: string, bucket: IBucket, logGroup: ILogGroup): IRole {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const files = `${bucket.bucketArn}/*`;
  const assets = `arn:${Aws.PARTITION}:s3:::cdk-${qualifierOf(scope)}-assets-${Aws.ACCOUNT_ID}-${Aws.REGION}/*`;
  logGroup.grantWrite(role);
  role.addToPolicy(allow(['s3:GetObject'], assets));
  role.addToPolicy(allow(['s3:ListBucket'], bucket.bucketArn));
  role.addToPolicy(allow(['s3:PutObject'], files));
  accept(role, {
    [wildcard(scope, assets)]: 'Where deployments put what they bring, by the hash of its content.',
    [wildcard(scope, files)]: 'All files of this bucket are the portal’s.',
  });
  return role.withoutPolicyUpdates();
}

/** Of `cdk bootstrap`. */
function qualifierOf(scope: Construct): string {
  return Stack.of(scope).synthesizer.bootstrapQualifier ?? '';
}

function allow(actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({ actions, resources: [resource] });
}
