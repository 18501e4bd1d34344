// What is published on the deployed stack is an event of EventBridge's default bus, as the feed has it: by the table's
// stream, the function that reads it, and a rule as docs/news.md has it.
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDeployment } from '../../infra/local/deployment/deploy.ts';
import { IDENTITY } from '../support/clients.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { emulator, serviceOf } from './emulated.ts';

const settings = {
  endpoint: emulator.endpoint,
  region: IDENTITY.AWS_REGION,
  credentials: { accessKeyId: IDENTITY.AWS_ACCESS_KEY_ID, secretAccessKey: IDENTITY.AWS_SECRET_ACCESS_KEY },
};
const sqs = new SQSClient(settings);
const bus = new EventBridgeClient(settings);
afterAll(() => {
  sqs.destroy();
  bus.destroy();
});

let queueUrl = '';

beforeAll(async () => {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'news-of-the-test' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const EventPattern = JSON.stringify({ source: ['pipeline-versioning'] });
  await bus.send(new PutRuleCommand({ Name: 'news-of-the-test', EventPattern }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn }];
  await bus.send(new PutTargetsCommand({ Rule: 'news-of-the-test', Targets }));
  queueUrl = QueueUrl;
});

interface BusEvent {
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: { readonly id: string; readonly pipeline: string };
}

async function received(): Promise<BusEvent> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }),
  );
  const [message] = Messages;
  if (message?.Body === undefined) throw new Error('no event came within 20 s');
  return JSON.parse(message.Body);
}

test('a publish is an event of the bus, with the id and the words that the feed has', async () => {
  const params = uniquePipeline();
  const { api, drafts } = serviceOf(await findDeployment(emulator));
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
  await api.ok('publishVersion', { params, body: { message: 'News' } });

  const event = await received();

  const { body } = await api.ok('getFeed', { query: { namespace: params.namespace } });
  expect(event['detail-type']).toBe('version.published');
  expect(event.detail).toEqual(body.events.find(({ id }) => id === event.detail.id));
  expect(event.detail.pipeline).toBe(`${params.namespace}/${params.layer}/${params.name}`);
}, 90_000);
