// Nonsense in batches of events, for the function that observes drafts and for the webhook that takes MinIO's.
import fc from 'fast-check';
import {
  createMemoryBucket,
  createMemoryDraftFiles,
} from '../../../functions/adapters/memory/draft-files.ts';
import { createMemoryVersionStore } from '../../../functions/adapters/memory/version-store.ts';
import { keyPrefix, type Pipeline } from '../../../functions/domain/pipeline.ts';
import type { VersionId } from '../../../functions/domain/version.ts';
import { observeDrafts } from '../../../functions/events/observe-drafts.ts';
import { localAttributes, sqsRecord } from '../../../infra/local/events/sqs-record.ts';
import { createWebhook } from '../../../infra/local/events/webhook.ts';
import { type Json, mutated, mutations, NO_OBJECTS } from '../mutate.ts';
import type { FuzzOptions, FuzzPart } from '../part.ts';
import { startWatch } from './watch.ts';

export const eventsPart: FuzzPart = { runs: 100_000, quickRuns: 10_000, run };

const BUCKET = 'pipelines';
const TOKEN = 'token';
const PIPELINE: Pipeline = { namespace: 'default', layer: 'silver', name: 'orders' };

const record = (key: string) => ({
  ...{
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventTime: '2026-01-01T00:00:00.000Z',
    eventName: 'ObjectCreated:Put',
  },
  s3: {
    bucket: { name: BUCKET, arn: `arn:aws:s3:::${BUCKET}` },
    object: { key, size: 1, eTag: 'e', sequencer: '0' },
  },
});
const good = { Records: [record(`${keyPrefix(PIPELINE)}pipeline.sql`)] };

const FORMS: readonly Json[] = [
  good,
  { Records: [record('team_a/pipelines/gold/x/config.yaml'), record('a%2Fb'), record('%ff')] },
  { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET },
  { Type: 'Notification', MessageId: 'm', TopicArn: 'arn:aws:sns:x', Message: JSON.stringify(good) },
  {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: BUCKET }, object: { key: 'a/pipelines/silver/b/c' } },
  },
];

const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...FORMS), mutations)
      .map(([form, all]) => JSON.stringify(mutated(form, all)) ?? ''),
  },
  fc.constantFrom(
    ...NO_OBJECTS,
    `{"Type":"Notification","Message":${JSON.stringify('{"Type":"Notification"}')}}`,
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const batch = fc.tuple(fc.array(text, { maxLength: 10 }), fc.nat(10));

async function run({ seed, runs }: FuzzOptions): Promise<string> {
  const watch = startWatch(runs);
  let accepted = 0;
  const property = fc.asyncProperty(batch, async ([bodies, place]) => {
    const all = bodies.toSpliced(place, 0, JSON.stringify(good));
    await watch.check(JSON.stringify(all).slice(0, 3_000), async () => ({
      status: await observe(all),
      text: '',
    }));
    const [first = ''] = bodies;
    await watch.check(first.slice(0, 3_000), async () => {
      const answer = await post(first);
      accepted += answer.status === 200 ? 1 : 0;
      return answer;
    });
  });
  await fc.assert(property, { seed, numRuns: runs, endOnFailure: true });
  return `${accepted} taken by the webhook, ${watch.end()}`;
}

/** Whatever comes with it, the good message is heard, and no more is written than what the messages name. */
async function observe(bodies: readonly string[]): Promise<number> {
  const now = () => new Date(0);
  const bucket = createMemoryBucket(now);
  bucket.put(`${keyPrefix(PIPELINE)}pipeline.sql`, 'SELECT 1');
  const versions = createMemoryVersionStore();
  const runtime = { now, pause: async () => {}, random: () => 0.5, newVersionId: () => 'id' as VersionId };
  const deps = { versions, files: createMemoryDraftFiles(bucket), runtime };
  const messages = bodies.map((body, n) => message(`m${n}`, body));
  const batch = { messages, remaining: () => 30_000 };
  const { batchItemFailures } = await observeDrafts(deps, BUCKET, batch);
  const ids = new Set(messages.map(({ messageId }) => messageId));
  const stranger = batchItemFailures.find(({ itemIdentifier }) => !ids.has(itemIdentifier));
  if (stranger) throw new Error(`${stranger.itemIdentifier} was never sent`);
  const isHeard = (await versions.readState(PIPELINE)) !== null;
  return isHeard && bucket.keys().length === 1 ? 200 : 500;
}

const message = (messageId: string, body: string) =>
  sqsRecord({ messageId, receiptHandle: 'r', body, attributes: localAttributes(1, 0) });

async function post(body: string) {
  const webhook = createWebhook({
    token: TOKEN,
    log: { append: async (records) => void (await observeAll(records)) },
  });
  const { statusCode } = await webhook({
    ...{
      requestId: 'r',
      method: 'POST',
      path: '/_events/s3',
      query: '',
      rawHeaders: [],
      sourceIp: '127.0.0.1',
    },
    headers: { authorization: `Bearer ${TOKEN}` },
    ...{ body: Buffer.from(body), isTooLarge: false },
  });
  return { status: statusCode, text: '' };
}

/** What the webhook has taken must be read by the function. */
async function observeAll(records: readonly object[]): Promise<void> {
  if (
    (await observe(records.map((one) => JSON.stringify({ Records: [one] })).concat(JSON.stringify(good)))) !==
    200
  )
    throw new Error('what the webhook took kept a good message from being heard');
}
