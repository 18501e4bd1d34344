// The command line of `npm run torture`.
import { Command, InvalidArgumentError } from 'commander';

export interface Flags {
  readonly minutes: number;
  readonly seed: number;
  readonly level: number;
  readonly embedded: boolean;
  readonly judge?: string;
}

export function parseFlags(args: readonly string[]): Flags {
  return new Command('npm run torture --')
    .description(
      'Tortures the service: faults between it and its S3 and DynamoDB, kills, and everybody at once; then judges\n' +
        'what clients saw (docs/reliability.md). Exits 1 if a promise was broken.',
    )
    .option('--minutes <number>', 'how long new pipelines are begun', positive, 2)
    .option('--seed <number>', 'draws faults, kills and choices', wholeNumber, Date.now() % 2 ** 31)
    .option('--level <probability>', 'of a fault, for each request to S3 and DynamoDB', probability, 0.2)
    .option('--embedded', 'on the embedded servers, not on MinIO and DynamoDB Local', false)
    .option('--judge <file>', 'only judge a history that a run has kept')
    .helpOption('--help', 'show this')
    .parse(args, { from: 'user' })
    .opts<Flags>();
}

function positive(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It must be a positive number.');
}

function wholeNumber(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function probability(text: string): number {
  const number = Number(text);
  if (text !== '' && number >= 0 && number < 1) return number;
  throw new InvalidArgumentError('It must be at least 0 and less than 1.');
}
