// `npm run test:servers`: the contract and API suites on MinIO with DynamoDB Local, of both what depends on the servers
// on the other sets, and the tests of the servers themselves. Servers are installed into the user's cache and started by
// the tests. A set that cannot run on this machine is named with the reason; with --require-all it counts as failed.
// Exits 1 if anything failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Command } from 'commander';
import { installDynamoDbLocal } from '../../infra/local/servers/dynamodb-local.ts';
import { installLocalStack } from '../../infra/local/servers/localstack.ts';
import { installMc, installMinio } from '../../infra/local/servers/minio.ts';
import { MissingTool } from '../../infra/local/servers/tools.ts';
import type { ServerSet } from '../support/server-set.ts';

interface Step {
  readonly name: string;
  readonly needs: readonly (() => Promise<unknown>)[];
  readonly vitest: readonly string[];
  readonly set: ServerSet;
}

/** Left out on LocalStack: they count the requests of our own code, or drop answers on our side of the wire. */
const OF_OUR_SIDE = ['needs', 'request-budget', 'lost-answer', 'lost-edit'].flatMap((name) => [
  '--exclude',
  `test/contract/${name}.test.ts`,
]);

const JOURNEYS = ['walk-through', 'survival', 'smoke'].map((name) => `test/api/${name}.test.ts`);

const steps: readonly Step[] = [
  {
    name: 'the servers and how they differ',
    needs: [installMinio, installMc, installDynamoDbLocal, installLocalStack],
    vitest: ['--config', 'test/servers/real.config.ts'],
    set: 'embedded',
  },
  {
    name: 'suites on MinIO and DynamoDB Local',
    needs: [installMinio, installDynamoDbLocal],
    vitest: ['test/contract', 'test/api'],
    set: 'minio+dynamodb-local',
  },
  {
    name: 'suites on MinIO and LocalStack',
    needs: [installMinio, installLocalStack],
    // Each server is in another step, and LocalStack keeps its tables in a DynamoDB Local: here, that they go together.
    vitest: JOURNEYS,
    set: 'minio+localstack',
  },
  {
    name: 'suites on LocalStack',
    needs: [installLocalStack],
    // `npm run test:deployed` runs the API suites on its S3, DynamoDB and SQS: here, what a stack cannot be put through.
    vitest: ['test/contract', ...OF_OUR_SIDE, ...JOURNEYS, 'test/api/draft-manifest.test.ts'],
    set: 'localstack',
  },
];

const { requireAll } = new Command('npm run test:servers --')
  .description(
    'Runs the suites on MinIO, DynamoDB Local and LocalStack; on the embedded servers npm test does.',
  )
  .option('--require-all', 'fail if a server cannot run on this machine', false)
  .helpOption('--help', 'show this')
  .parse()
  .opts<{ requireAll: boolean }>();

const summary: string[] = [];
for (const step of steps) summary.push(await outcomeOf(step));
console.log(`\n${summary.join('\n')}`);
if (summary.some((line) => line.startsWith('FAIL') || (requireAll && line.startsWith('skipped'))))
  process.exitCode = 1;

async function outcomeOf({ name, needs, vitest, set }: Step): Promise<string> {
  const began = performance.now();
  try {
    for (const install of needs) await install();
  } catch (error) {
    if (error instanceof MissingTool) return `skipped ${name}: ${error.message}`;
    throw error;
  }
  console.log(`\n${name}`);
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...vitest], {
    stdio: 'inherit',
    env: { ...process.env, SERVER_SET: set },
  });
  const [code] = await once(child, 'exit');
  return `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${Math.round((performance.now() - began) / 1_000)} s)`;
}
