// `npm run bench`: how long requests take over HTTP, and how many versions a second many publishers make. Each round
// is a fresh client and fresh server processes on fresh data; every second round runs the cases in reverse order.
// Exits 1 if a request failed, or if a server that was asked for cannot be had on this machine.
import { Command } from 'commander';
import { MissingTool } from '../../infra/local/servers/tools.ts';
import { count } from './count.ts';
import { profilePublishes } from './profile/profile-publishes.ts';
import { report } from './report.ts';
import { writeResults } from './results.ts';
import { type RoundPlan, runRound, type Sizes } from './run-round.ts';
import { nameServers } from './server-names.ts';

const FULL: Sizes = { samples: 20, warmUps: 3, publishesEach: 10, manyFiles: 1_000, most: 10_000 };
const QUICK: Sizes = { samples: 2, warmUps: 1, publishesEach: 2, manyFiles: 100, most: 200 };

/** Publishes in a profile. */
const PROFILED = 100;

interface Flags {
  readonly rounds?: number;
  readonly quick: boolean;
  readonly minio: boolean;
  readonly dynamodbLocal: boolean;
  readonly distance?: number;
  readonly json?: string;
  readonly profile?: string;
}

const command = new Command('npm run bench --')
  .description('Measures publish, list, rollback, observe, compare and pull on a server of its own.')
  .option('--rounds <n>', 'rounds in fresh processes; the headline is their median (default: 3)', count)
  .option('--quick', 'one round of few samples, to see that the bench works', false)
  .option('--minio', 'on a MinIO that each round starts, instead of the embedded S3', false)
  .option('--dynamodb-local', 'on a DynamoDB Local that each round starts, instead of dynalite', false)
  .option('--distance <ms>', 'to and from MinIO, each way, as if it were on another machine', count)
  .option('--json <file>', 'write what each round measured, for npm run bench:compare')
  .option('--profile <file>', 'write a CPU profile of warm publishes instead of measuring')
  .helpOption('--help', 'show this')
  .parse();
const { rounds, quick, json, profile, ...servers } = command.opts<Flags>();
if (servers.distance && !servers.minio) command.error('error: option --distance needs --minio');

const names = await nameServers(servers).catch((error: unknown) => {
  if (!(error instanceof MissingTool)) throw error;
  console.error(error.message);
  process.exit(1);
});
const sizes = quick ? QUICK : FULL;
if (profile !== undefined) {
  await profilePublishes(profile, servers, { warmUps: sizes.warmUps, samples: PROFILED });
  process.exit();
}
const plans = Array.from({ length: rounds ?? (quick ? 1 : 3) }, (_, n): RoundPlan => {
  return { servers, sizes, reversed: n % 2 === 1, progress: process.stderr.isTTY };
});

const results = [];
for (const plan of plans) results.push(await runRound(plan));
const setting = { choice: servers, names, sizes };
if (json !== undefined) writeResults(json, setting, results);
console.log(report(results, setting));
if (results.flat().some(({ errors }) => errors.length > 0)) process.exitCode = 1;
