// Releases the versions that a batch tells of: changes of the table, or messages that name them.
import type { DynamoDBRecord, SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { DomainError } from '../domain/errors.ts';
import type { News } from '../domain/news.ts';
import { displayName, isLayer, NAME_PATTERN, type Pipeline } from '../domain/pipeline.ts';
import { log } from '../log.ts';
import { withinTime } from '../request-scope.ts';
import { type ReleaseDeps, releaseVersion } from '../usecases/release-version.ts';

export interface ReleaseBatch {
  readonly deps: ReleaseDeps;
  /** Throws an error for what cannot be read. */
  readonly newsOf: (record: DynamoDBRecord) => readonly News[];
  /** Keeps a message for people. `null`: whoever passes the messages keeps them. */
  readonly giveUp: ((body: string) => Promise<void>) | null;
  /** The milliseconds that the function has left. */
  readonly remaining: () => number;
}

type Version = { readonly pipeline: Pipeline; readonly number: number };

/** Rejects at what may pass, such as an outage: the stream then passes the same changes again. */
export async function releaseChanges(batch: ReleaseBatch, records: readonly DynamoDBRecord[]): Promise<void> {
  for (const record of records) {
    for (const version of await versionsIn(batch, record)) {
      await release(batch, version).catch(async (failure: unknown) => {
        if (batch.giveUp === null || mayPass(failure)) throw failure;
        const { pipeline, number } = version;
        await batch.giveUp(JSON.stringify({ pipeline: displayName(pipeline), version_number: number }));
      });
    }
  }
}

/** Reports the messages that have to come again. Freezes are messages, too, and there is nothing to do for them. */
export async function releaseMessages(
  batch: ReleaseBatch,
  messages: readonly SQSRecord[],
): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const { messageId, body } of messages) {
    try {
      const named = versionIn(body);
      if (named !== null) await release(batch, named);
    } catch {
      failed.push(messageId); // the log has it
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function release({ deps, remaining }: ReleaseBatch, { pipeline, number }: Version): Promise<void> {
  const names = { pipeline: displayName(pipeline), version: number };
  try {
    await withinTime(remaining, () => releaseVersion(deps, pipeline, number));
    log.info('a version was released', names);
  } catch (failure) {
    log.error('a version could not be released', { ...names, error: failure as Error });
    throw failure;
  }
}

/** What cannot be read will never be: it must not hold up all that comes after it. */
async function versionsIn(
  { newsOf, giveUp }: ReleaseBatch,
  record: DynamoDBRecord,
): Promise<readonly Version[]> {
  try {
    return newsOf(record).flatMap(({ pipeline, versionNumber: number }) =>
      pipeline === null || number === null ? [] : [{ pipeline, number }],
    );
  } catch (failure) {
    const { Keys } = record.dynamodb ?? {};
    log.error('a change of the table cannot be read', { keys: Keys, error: failure as Error });
    await giveUp?.(JSON.stringify({ unreadable: Keys, error: String(failure) }));
    return [];
  }
}

function mayPass(failure: unknown): boolean {
  return failure instanceof DomainError && (failure.code === 'THROTTLED' || failure.code === 'UNAVAILABLE');
}

/** `null` where it tells of no version. */
function versionIn(body: string): Version | null {
  const { pipeline, version_number: number } = JSON.parse(body);
  if (pipeline === null || number === null) return null;
  const [namespace = '', layer = '', name = '', ...more] = String(pipeline).split('/');
  const isName = NAME_PATTERN.test(namespace) && isLayer(layer) && NAME_PATTERN.test(name);
  if (!isName || more.length > 0 || !Number.isSafeInteger(number) || number < 1) throw unreadable(body);
  return { pipeline: { namespace, layer, name }, number };
}

function unreadable(body: string): Error {
  const error = new Error('a message names no version');
  log.error('a message cannot be read', { body: body.slice(0, 500), error });
  return error;
}
