// What is published on the deployed stack is an event as the feed has it: by the table's stream and the function that reads
// it, on EventBridge's default bus by a rule as docs/news.md has it, and by a queue at a webhook, signed with the secret
// that the stack has made.
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deployTo, findDeployment } from '../../infra/local/deployment/deploy.ts';
import { describeStack } from '../../infra/local/deployment/stack.ts';
import { IDENTITY } from '../support/clients.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { NOTIFY_SECRET, type ReceivedEvent, startReceiver } from '../support/webhook-receiver.ts';
import { assemblyOf } from './assemblies.ts';
import { emulator, serviceOf, setVariables } from './emulated.ts';

const settings = {
  endpoint: emulator.endpoint,
  region: IDENTITY.AWS_REGION,
  credentials: { accessKeyId: IDENTITY.AWS_ACCESS_KEY_ID, secretAccessKey: IDENTITY.AWS_SECRET_ACCESS_KEY },
};
const sqs = new SQSClient(settings);
const bus = new EventBridgeClient(settings);
const secrets = new SecretsManagerClient(settings);
afterAll(() => {
  for (const client of [sqs, bus, secrets]) client.destroy();
});

let queueUrl = '';

beforeAll(async () => {
  if ((await describeStack(emulator)) === undefined)
    await deployTo(emulator, { assembly: assemblyOf('OTHER_SETTINGS_ASSEMBLY') });
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'news-of-the-test' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const EventPattern = JSON.stringify({ source: ['pipeline-versioning'] });
  await bus.send(new PutRuleCommand({ Name: 'news-of-the-test', EventPattern }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn }];
  await bus.send(new PutTargetsCommand({ Rule: 'news-of-the-test', Targets }));
  queueUrl = QueueUrl;
}, 600_000);

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

test('and comes to the webhook once it is there, signed with what was put into the secret of the stack', async () => {
  const params = uniquePipeline();
  const pipeline = `${params.namespace}/${params.layer}/${params.name}`;
  const both = Promise.withResolvers<void>();
  // What was published before has waited for a webhook, too.
  const isOurs = ({ data }: ReceivedEvent) => data.pipeline === pipeline;
  const webhook = await startReceiver((event) => {
    if (isOurs(event) && event.data.version_number === 2) both.resolve();
    return 200;
  });
  await secrets.send(
    new PutSecretValueCommand({ SecretId: await secretOfStack(), SecretString: NOTIFY_SECRET }),
  );
  await setVariables('NewsDeliver', { NEWS_NOTIFY_URL: webhook.url });
  const { api, drafts } = serviceOf(await findDeployment(emulator));
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1');
  for (const message of ['One', 'Two']) await api.ok('publishVersion', { params, body: { message } });

  await both.promise;

  const { body } = await api.ok('getFeed', { query: { namespace: params.namespace } });
  const events = body.events.filter((event) => event.pipeline === pipeline).toReversed();
  expect(webhook.received.filter(isOurs)).toMatchObject(
    events.map((event) => ({ id: event.id, type: event.type, data: event })),
  );
}, 300_000);

/** Nobody listens any more, and the suites publish a lot. */
afterAll(() => setVariables('NewsDeliver', { NEWS_QUEUE_URL: undefined }));

/** Its ARN. */
async function secretOfStack(): Promise<string | undefined> {
  const { Outputs = [] } = (await describeStack(emulator)) ?? {};
  return Outputs.find(({ OutputKey }) => OutputKey === 'NotifySecretArn')?.OutputValue;
}
