// `npm run overload`: more than the local service can do, and then more than a Lambda function can. Exits 1 if an answer
// was not proper, if memory stays, or if it is slow afterwards.
import { Command, InvalidArgumentError } from 'commander';
import { MissingTool } from '../../infra/local/servers/tools.ts';
import { startServer } from '../bench/start-server.ts';
import { median } from '../bench/statistics.ts';
import { type Flooded, flood } from './flood.ts';
import { latencies, memoryOf, overloadService, timed } from './overload-service.ts';
import { startOverloadedFunctions } from './overloaded-functions.ts';
import { publishAll } from './requests.ts';

// What the service says of every request would fill the log.
process.env.POWERTOOLS_LOG_LEVEL = 'CRITICAL';

const PARALLEL = 200;
const SLOW_CLIENTS = 200;
const MEASURED = 70;
/** Judged generously: the machine may have other things to do. */
const SLOWER = 3;
const MORE_MEMORY_MB = 400;
const MOST_FAULTS = 20;

const { seconds } = new Command('npm run overload --')
  .description('200 requests at once among hostile clients, on the local service and on the Lambda runtime.')
  .option('--seconds <number>', 'for how long, on each', positive, 30)
  .helpOption('--help', 'show this')
  .parse()
  .opts<{ readonly seconds: number }>();

const problems: string[] = [];
const isOver = () => {
  const end = performance.now() + seconds * 1_000;
  return () => performance.now() >= end;
};

const server = await startServer({ minio: false, dynamodbLocal: false });
try {
  await overloadLocalService();
  await overloadFunctions();
} catch (error) {
  if (!(error instanceof MissingTool)) throw error;
  console.log(`Not on the Lambda runtime: ${error.message}`);
} finally {
  await server.close();
}
for (const problem of problems) console.log(`PROBLEM ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function overloadLocalService(): Promise<void> {
  const { apiUrl, pid } = server;
  await publishAll(apiUrl);
  const subject = { name: 'the local service', pid, measure: () => latencies(apiUrl, MEASURED) };
  await overload(subject, async () => {
    const load = { apiUrl, parallel: PARALLEL, slowClients: SLOW_CLIENTS, isOver: isOver() };
    const { hostile, ...flooded } = await overloadService(load);
    console.log('hostile clients', hostile);
    return flooded;
  });
}

async function overloadFunctions(): Promise<void> {
  for (const { name, pid, ask, stop } of await startOverloadedFunctions(server)) {
    const measure = () => timed(ask, MEASURED);
    const subject = { name: `the function ${name}`, pid, measure };
    await overload(subject, () => flood(ask, { parallel: PARALLEL, isOver: isOver() }));
    await stop();
  }
}

interface Subject {
  readonly name: string;
  readonly pid: number;
  /** Milliseconds of requests one after the other. */
  readonly measure: () => Promise<readonly number[]>;
}

async function overload({ name, pid, measure }: Subject, load: () => Promise<Flooded>): Promise<void> {
  await measure(); // warms up
  const before = { median: median(await measure()), memory: memoryOf(pid) };
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, 200);
  const { faults, statuses } = await load().finally(() => clearInterval(watch));
  problems.push(...faults.slice(0, MOST_FAULTS).map((fault) => `${name}: ${fault}`));
  console.log(name, statuses);
  // The best of three: other programs of the machine have their moments, too.
  const medians = [median(await measure()), median(await measure()), median(await measure())];
  judge(name, before, { median: Math.min(...medians), memory: memoryOf(pid), most });
}

interface Measured {
  readonly median: number;
  readonly memory: number;
}

function judge(name: string, before: Measured, after: Measured & { readonly most: number }): void {
  const ratio = after.median / before.median;
  const shown = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`;
  console.log(
    `  one after the other: ${shown(before.median)} before, ${shown(after.median)} after (${ratio.toFixed(2)} times)`,
  );
  console.log(`  memory: ${before.memory} MB before, ${after.most} MB at most, ${after.memory} MB after`);
  if (ratio > SLOWER) problems.push(`${name} is ${ratio.toFixed(1)} times as slow afterwards`);
  if (after.memory > before.memory + MORE_MEMORY_MB)
    problems.push(`${name} keeps ${after.memory - before.memory} MB`);
}

function positive(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It must be a positive number.');
}
