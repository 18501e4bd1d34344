// CloudFormation calls this for the custom resource in existing-bucket.ts, and waits for the answer at `ResponseURL`:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
import { S3Client } from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { readLayout } from '../../../functions/config.ts';
import { setLayout } from '../../../functions/domain/layout.ts';
import { problemOf } from './problem-of.ts';

setLayout(readLayout(process.env));

// A bucket elsewhere answers with a redirect; followed, it says where it is.
const s3 = new S3Client({ followRegionRedirects: true });

export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  const { bucketName, region, pinsMayExpire } = event.ResourceProperties;
  // CloudFormation makes texts of all properties.
  const check = { bucket: bucketName, region, pinsMayExpire: pinsMayExpire === 'true' };
  const problem = event.RequestType === 'Delete' ? undefined : await problemOf(s3, check);
  const answer = {
    Status: problem === undefined ? 'SUCCESS' : 'FAILED',
    Reason: problem ?? 'The bucket can be used.',
    PhysicalResourceId: `checked-${bucketName}`,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  };
  const { ok, status } = await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify(answer) });
  if (!ok) throw new Error(`CloudFormation does not take the answer: ${status}`);
}
