// The forms in which S3's events reach the queue: directly, by way of SNS, and by way of EventBridge.
import { expect, test } from 'vitest';
import { pipelinesOfMessage } from '../../../functions/events/pipelines-of-records.ts';

const BUCKET = 'drafts';
const ORDERS = { namespace: 'default', layer: 'silver', name: 'orders' };
const KEY = 'default/pipelines/silver/orders/a b+c.sql';
const AS_S3_WRITES_IT = 'default/pipelines/silver/orders/a+b%2Bc.sql';

const direct = (key: string, bucket = BUCKET) => ({
  Records: [{ s3: { bucket: { name: bucket }, object: { key } } }],
});
const bySns = (message: object) => ({
  Type: 'Notification',
  TopicArn: 'arn:aws:sns:…',
  Message: JSON.stringify(message),
});
const byEventBridge = (key: string, bucket = BUCKET) => ({
  version: '0',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  detail: { bucket: { name: bucket }, object: { key } },
});
const TEST_EVENT = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET };
const read = (message: unknown) => pipelinesOfMessage(JSON.stringify(message), BUCKET);

test.each([
  ['S3 itself', direct(AS_S3_WRITES_IT)],
  ['SNS', bySns(direct(AS_S3_WRITES_IT))],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html: keys are not encoded here.
  ['EventBridge', byEventBridge(KEY)],
  ['EventBridge, with a name that looks encoded', byEventBridge('default/pipelines/silver/orders/100%')],
])('an event by way of %s names its pipeline', (_, message) => {
  expect(read(message)).toEqual({ pipelines: [ORDERS], unreadable: [], isCheck: false });
});

test.each([
  ['S3’s test event', TEST_EVENT],
  ['S3’s test event by way of SNS', bySns(TEST_EVENT)],
  ['an event of another bucket', direct(AS_S3_WRITES_IT, 'other')],
  ['an event of another bucket by way of EventBridge', byEventBridge(KEY, 'other')],
  ['an event of no pipeline’s file', direct('readme.md')],
])('%s names none', (_, message) => {
  expect(read(message)).toEqual({ pipelines: [], unreadable: [], isCheck: false });
});

test.each([
  ['an empty object', {}],
  ['a text', 'hello'],
  ['nothing', null],
  ['a list', []],
  ['records of another service', { Records: [{ eventSource: 'aws:dynamodb', dynamodb: {} }] }],
  ['an event of another service by way of EventBridge', { ...byEventBridge(KEY), source: 'aws.ec2' }],
  ['something else by way of SNS', bySns({ hello: 'world' })],
])('%s fails, so that the message is kept', (_, message) => {
  expect(() => read(message)).toThrow(/no event of S3's/);
});
