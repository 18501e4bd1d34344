// Which versions are released of what the stream and messages tell of, and what becomes of failures.
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { expect, test } from 'vitest';
import { newsOfRecord } from '../../../functions/adapters/dynamodb/news-of-change.ts';
import { DomainError } from '../../../functions/domain/errors.ts';
import { newsOfVersion } from '../../../functions/domain/news.ts';
import {
  type ReleaseBatch,
  releaseChanges,
  releaseMessages,
} from '../../../functions/events/write-releases.ts';
import type { Releases } from '../../../functions/ports/releases.ts';
import { PIPELINE, setUpDesk } from '../usecases/desk.ts';

const GONE = new Error('access denied');
const AWAY = new DomainError('UNAVAILABLE', 'S3 does not answer');

async function batchWith(failure: Error | null, more: Partial<ReleaseBatch> = {}) {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'SELECT 1');
  const { version } = await desk.publish();
  const written: string[] = [];
  const givenUp: string[] = [];
  const releases: Releases = {
    form: 'prefix',
    bucketName: 'bucket',
    has: async () => false,
    async copy(_, __, key) {
      if (failure !== null) throw failure;
      written.push(key);
      return true;
    },
    archive: async () => [],
    async putJson(key) {
      written.push(key);
    },
  };
  const batch: ReleaseBatch = {
    deps: { versions: desk.deps.versions, releases },
    newsOf: () => [newsOfVersion(PIPELINE, version)],
    giveUp: async (body) => void givenUp.push(body),
    remaining: () => 60_000,
    ...more,
  };
  return { batch, written, givenUp };
}

const RECORD: DynamoDBRecord = { eventSource: 'aws:dynamodb' };
const BODY = '{"pipeline":"default/silver/orders","version_number":1}';
const message = (body: string) => ({ messageId: body, body }) as SQSRecord;

test('a change of the table is released, the manifest last', async () => {
  const { batch, written } = await batchWith(null);

  await releaseChanges(batch, [RECORD]);

  const base = 'releases/default/silver/orders/1';
  expect(written).toEqual([`${base}/pipeline.sql`, `${base}.manifest.json`]);
});

test('what may pass fails the batch, so that it comes again', async () => {
  const { batch, givenUp } = await batchWith(AWAY);

  await expect(releaseChanges(batch, [RECORD])).rejects.toBe(AWAY);

  expect(givenUp).toEqual([]);
});

test('what will not pass is kept for people, as a message that can be sent again', async () => {
  const { batch, givenUp } = await batchWith(GONE);

  await releaseChanges(batch, [RECORD]);

  expect(givenUp).toEqual([BODY]);
});

test('a change that cannot be read is kept, and holds up nothing', async () => {
  const { batch, givenUp } = await batchWith(null, { newsOf: newsOfRecord });
  const broken = { eventName: 'MODIFY', dynamodb: { Keys: { sk: { S: 'STATE' } } } } as DynamoDBRecord;

  await releaseChanges(batch, [broken]);

  expect(givenUp).toEqual([expect.stringContaining('unreadable')]);
});

test('of messages, those that failed come again', async () => {
  const fine = await batchWith(null);
  const failing = await batchWith(GONE);
  const freeze = '{"pipeline":null,"version_number":null}';
  const messages = [BODY, freeze, '{"pipeline":"a/b","version_number":1}', 'no JSON'].map(message);

  expect(await releaseMessages(fine.batch, messages)).toEqual({
    batchItemFailures: messages.slice(2).map(({ messageId }) => ({ itemIdentifier: messageId })),
  });
  expect(await releaseMessages(failing.batch, [message(BODY)])).toEqual({
    batchItemFailures: [{ itemIdentifier: BODY }],
  });
  expect(failing.givenUp).toEqual([]);
});
