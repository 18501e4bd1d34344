// What a run went through, in numbers.
import type { Attempt, History, Operation } from './history/history.ts';
import type { Servers } from './servers.ts';

export interface Figures {
  lives: number;
  kills: number;
  versions: number;
  operations: number;
  /** Requests without an outcome that their client knew. */
  unknown: number;
  /** Versions of which every first answer was lost, and that a repetition with the key found. */
  foundAgain: number;
  mostVersions: number;
  mostKeys: number;
  readonly refusals: Record<string, number>;
}

export function noFigures(): Figures {
  return {
    ...{
      lives: 0,
      kills: 0,
      versions: 0,
      operations: 0,
      unknown: 0,
      foundAgain: 0,
      mostVersions: 0,
      mostKeys: 0,
    },
    refusals: {},
  };
}

export function count(figures: Figures, { operations, end }: History): void {
  const attempts = operations.filter(isAttempt);
  figures.lives += 1;
  figures.versions += end.versions.length;
  figures.operations += operations.length;
  figures.unknown += operations.filter(isUnknown).length;
  figures.mostVersions = Math.max(figures.mostVersions, end.versions.length);
  figures.mostKeys = Math.max(figures.mostKeys, new Set(attempts.map(({ key }) => key)).size);
  const fresh = new Set(
    attempts.filter(({ answer }) => answer.kind === 'made' && !answer.replayed).map(({ message }) => message),
  );
  figures.foundAgain += end.versions.filter(({ message }) => !fresh.has(message)).length;
  for (const { answer } of attempts) {
    if (answer.kind === 'refused') figures.refusals[answer.code] = (figures.refusals[answer.code] ?? 0) + 1;
  }
}

function isAttempt(operation: Operation): operation is Attempt {
  return operation.op === 'publish' || operation.op === 'rollback';
}

function isUnknown(operation: Operation): boolean {
  return operation.ended === null;
}

export function printFigures(figures: Figures, { s3, dynamodb, events }: Servers, minutes: number): void {
  const { lives, kills, versions, operations, unknown, foundAgain, mostVersions, mostKeys, refusals } =
    figures;
  console.log(`
${minutes.toFixed(1)} minutes, ${lives} pipelines, ${kills} kills
${operations} operations of clients, ${unknown} with an outcome that no answer told
${versions} versions, at most ${mostVersions} of a pipeline and ${mostKeys} keys; ${foundAgain} were found by other answers than their own
refused: ${JSON.stringify(refusals)}
S3: ${s3.requests()} requests, faults ${JSON.stringify(s3.met)}
DynamoDB: ${dynamodb.requests()} requests, faults ${JSON.stringify(dynamodb.met)}
events: ${events.deliveries()} deliveries`);
}
