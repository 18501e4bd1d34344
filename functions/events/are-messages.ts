import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';

/** Of a function that gets both: the table's changes by its stream, and messages of a queue. */
export function areMessages(records: readonly (DynamoDBRecord | SQSRecord)[]): records is SQSRecord[] {
  return records[0]?.eventSource === 'aws:sqs';
}
