// `npm run destroy:local`: the stack and all that is in it, the files of the drafts too.
import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { decodeKey } from '../../../functions/s3-key.ts';
import { StartError } from '../start-error.ts';
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

/** Page by page, always the first that is left; one by one, since XML cannot name every key, as one for all would. */
async function emptyBucket(emulator: Emulator, Bucket: string): Promise<void> {
  const client = s3Of(emulator);
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, EncodingType: 'url' }));
    const { Versions = [], DeleteMarkers = [], EncodingType } = page;
    const entries = [...Versions, ...DeleteMarkers];
    if (entries.length === 0) return;
    const remove = ({ Key = '', VersionId }: (typeof entries)[number]) =>
      client.send(
        new DeleteObjectCommand({
          Bucket,
          Key: EncodingType === 'url' ? decodeKey(Key) : Key,
          VersionId,
        }),
      );
    await pMap(entries, remove, { concurrency: 16 });
  }
}
