import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createSendMessages } from '../../../functions/adapters/sqs/send-messages.ts';
import { wireDraftChanges } from '../../../functions/wiring/draft-changes.ts';

const sqs = mockClient(SQSClient);
beforeEach(() => void sqs.reset());
afterAll(() => sqs.restore());

const send = createSendMessages('https://sqs.example/queue', { region: 'eu-west-1' });

test('messages go to the queue in one request', async () => {
  sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });

  await send(['a', 'b']);

  expect(sqs.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input)).toEqual([
    {
      QueueUrl: 'https://sqs.example/queue',
      Entries: [
        { Id: '0', MessageBody: 'a' },
        { Id: '1', MessageBody: 'b' },
      ],
    },
  ]);
});

test('one that was not sent is an error with the reason of the queue', async () => {
  const failed = { Id: '1', Code: 'InternalError', SenderFault: false, Message: 'try again' };
  sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [failed] });

  await expect(send(['a', 'b'])).rejects.toThrow('1 messages were not sent: try again');
});

test('without the address of the queue the function does not start', () => {
  expect(() => wireDraftChanges({})).toThrow('DRAFT_CHANGES_QUEUE_URL is not set');
});
