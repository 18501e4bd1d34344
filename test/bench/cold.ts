// `npm run bench:cold`: how long a new process takes to the first answer of each function, with AWS's own runtime
// client, and what is in the bundles. Exits 1 if an answer is no success, or if that client is not installed.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { atExit } from '../../infra/local/servers/at-exit.ts';
import { installLocalStack } from '../../infra/local/servers/localstack.ts';
import { MissingTool } from '../../infra/local/servers/tools.ts';
import { prepareColdStarts } from './cold/cold-starts.ts';
import { measureRounds } from './cold/measure-rounds.ts';
import { report } from './cold/report.ts';
import { findRuntimeClient } from './cold/runtime-client.ts';
import { count } from './count.ts';
import { startServer } from './start-server.ts';

interface Flags {
  readonly rounds?: number;
  readonly quick: boolean;
  readonly install: boolean;
}

const { rounds, quick, install } = new Command('npm run bench:cold --')
  .description('Measures the cold start of each function, and says what is in its bundle.')
  .option('--rounds <n>', 'rounds of fresh processes; the headline is their median (default: 5)', count)
  .option('--quick', 'one round, to see that the bench works', false)
  .option('--install', "install AWS's runtime client, which comes with LocalStack", false)
  .helpOption('--help', 'show this')
  .parse()
  .opts<Flags>();

try {
  if (install) await installLocalStack();
  const client = findRuntimeClient();
  const dir = await mkdtemp(join(tmpdir(), 'cold-'));
  atExit(() => rmSync(dir, { recursive: true, force: true }));
  const server = await startServer({ minio: false, dynamodbLocal: false });
  const starts = await prepareColdStarts(server, dir);
  const measured = await measureRounds(client, starts, rounds ?? (quick ? 1 : 5));
  await server.close();
  console.log(report(measured, client));
} catch (error) {
  if (!(error instanceof MissingTool)) throw error;
  console.error(error.message);
  process.exit(1);
}
