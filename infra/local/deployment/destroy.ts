// `npm run destroy:local`: the stack and all that is in it, the files of the drafts too.
import { DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { StartError } from '../cli/start-error.ts';
import { cdklocal } from './cdklocal.ts';
import { contextFlags, type Emulator, s3Of } from './emulator.ts';
import { deploymentOf, describeStack } from './stack.ts';

/** Does nothing if there is no such stack. */
export async function destroyOn(emulator: Emulator): Promise<void> {
  const stack = await describeStack(emulator);
  if (stack === undefined) return;
  // CloudFormation deletes no bucket that has a file.
  await emptyBucket(emulator, deploymentOf(emulator, stack).bucketName);
  await cdklocal(emulator, ['destroy', '--force', ...contextFlags(emulator)]);
  const left = await describeStack(emulator);
  if (left === undefined) return;
  throw new StartError(
    `${emulator.stackName} is still there: ${left.StackStatusReason ?? left.StackStatus}.`,
  );
}

/** Page by page, always the first that is left. */
async function emptyBucket(emulator: Emulator, Bucket: string): Promise<void> {
  const client = s3Of(emulator);
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    for (const { Key, Message } of Errors) throw new StartError(`${Key} cannot be deleted: ${Message}`);
  }
}
