// The same requests on a short history and on a long one. All versions but the first two are put into the table as the
// service would, by its own adapter: thousands in seconds.
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { createDynamoVersionStore } from '../../functions/adapters/dynamodb/version-store.ts';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import type { VersionNumber } from '../../functions/domain/version.ts';
import { TABLE } from '../../infra/local/defaults.ts';
import { dynamodbAt } from '../support/clients.ts';
import { createBenchPipeline } from './bench-pipeline.ts';
import { measureRepeatedly } from './measure-repeatedly.ts';
import type { Sizes } from './run-round.ts';
import type { Series } from './series.ts';
import type { Server } from './start-server.ts';

const FILES = 10;
const WRITES_AT_ONCE = 16;

export async function measureHistory(
  server: Server,
  caseName: string,
  versions: number,
  sizes: Sizes,
): Promise<readonly Series[]> {
  const bench = await createBenchPipeline(server, `history_${versions}`, FILES);
  await bench.publish();
  await bench.publish();
  await lengthen(server.dynamodbUrl, bench.pipeline, versions);

  const measure = (operation: string, request: () => Promise<unknown>) =>
    measureRepeatedly(`${caseName}: ${operation}`, request, sizes, { cpuClock: server.cpuClock });
  const series = [
    await measure('GET P', bench.status),
    await measure('summaries', bench.summaries),
    await measure('the version in the middle', () => bench.version(versions / 2)),
    await measure('publish of the same draft', bench.publish),
  ];
  bench.close();
  return series;
}

/** Gives the current version the number `last`, and puts versions with its content before it. */
async function lengthen(url: string, pipeline: Pipeline, last: number): Promise<void> {
  const dynamodb = dynamodbAt(url);
  const client = DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });
  const store = createDynamoVersionStore(client, TABLE);
  const state = await store.readState(pipeline);
  const current = state?.current;
  if (!current) throw new Error('nothing was published');
  const numbers = Array.from(
    { length: last - current.number },
    (_, n) => (current.number + n) as VersionNumber,
  );
  await pMap(numbers, (number) => store.archive(pipeline, { ...current, number }), {
    concurrency: WRITES_AT_ONCE,
  });
  const renamed = { ...current, number: last as VersionNumber };
  const { updated } = await store.update(pipeline, { current: renamed }, { number: current.number });
  if (!updated) throw new Error('somebody else published');
  dynamodb.destroy();
}
