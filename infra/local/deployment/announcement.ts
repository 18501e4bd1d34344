// What is printed once the stack is there: where its parts are, and what to try first.
import { CREDENTIALS, REGION } from '../defaults.ts';
import type { Emulator } from './emulator.ts';
import type { Deployment } from './stack.ts';

export function announcement({ endpoint }: Emulator, deployment: Deployment): string {
  const { apiUrl, signedApiUrl, bucketName, tableName, draftChangesQueueUrl, deadLetterQueueUrl } =
    deployment;
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const user = `--user ${accessKeyId}:${secretAccessKey}`;
  const key = `${bucketName}/default/pipelines/silver/my_pipeline/pipeline.sql`;
  return `
API           ${apiUrl}${signedApiUrl === undefined ? '' : `\nSigned API    ${signedApiUrl}`}
S3            ${endpoint}  bucket ${bucketName}
DynamoDB      ${endpoint}  table ${tableName}
Events        ${draftChangesQueueUrl}
Dead letters  ${deadLetterQueueUrl}

Try this:
  echo 'SELECT 1' > pipeline.sql
  curl ${user} --aws-sigv4 aws:amz:${REGION}:s3 -T pipeline.sql ${endpoint}/${key}
  curl ${user} --aws-sigv4 aws:amz:${REGION}:execute-api ${signedApiUrl ?? apiUrl}/api/v1/pipelines

npm run destroy:local takes it down.`;
}
