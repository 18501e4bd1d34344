// After all suites have used it, the stack can be taken down whole.
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { findDeployment } from '../../infra/local/deployment/deploy.ts';
import { destroyOn } from '../../infra/local/deployment/destroy.ts';
import { describeStack } from '../../infra/local/deployment/stack.ts';
import { s3At } from '../support/clients.ts';
import { emulator } from './emulated.ts';

test('neither stack nor bucket is left, and once more does no harm', async () => {
  const { bucketName: Bucket } = await findDeployment(emulator);

  await destroyOn(emulator);
  await destroyOn(emulator);

  expect(await describeStack(emulator)).toBeUndefined();
  await expect(s3At(emulator.endpoint).send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NotFound',
  });
});
