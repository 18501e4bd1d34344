import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { startEventDelivery } from '../../../../infra/local/events/event-delivery.ts';
import { startS3Server } from '../../../../infra/s3-server/server.ts';
import { PREFIX, save, useS3 } from '../support/local-calls.ts';
import { newDir } from '../support/new-dir.ts';
import { createQueueHandler } from '../support/queue-handler.ts';

async function useServer(dataDir: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
  const server = await startS3Server({ dataDir, port: 0, region: 'us-east-1', ...credentials });
  let open = true;
  const close = async () => {
    if (open) await server.close();
    open = false;
  };
  onTestFinished(close);
  return { outbox: server.store.outbox, s3: useS3(server.url), close };
}

test('events that no one handled are delivered at the next start, those that were are not', async () => {
  const dataDir = await newDir();
  const first = await useServer(dataDir);
  await first.s3.send(new CreateBucketCommand({ Bucket: 'pipelines' }));
  const noted = createQueueHandler();
  const delivery = startEventDelivery({ outbox: first.outbox, handler: noted.handler });
  await save(first.s3, 'handled.sql', 'SELECT 1');
  await delivery.idle();
  await delivery.close();
  await save(first.s3, 'unhandled.sql', 'SELECT 2');
  await first.close();

  const second = await useServer(dataDir);
  const later = createQueueHandler();
  await startEventDelivery({ outbox: second.outbox, handler: later.handler }).idle();

  expect(noted.keys()).toEqual([[`${PREFIX}handled.sql`]]);
  expect(later.keys()).toEqual([[`${PREFIX}unhandled.sql`]]);
});
