// `npm run test:servers`: the contract and API suites on MinIO with DynamoDB Local, of both what depends on the servers
// on the other sets, the tests of the servers themselves, and whether the deployment's policies allow what the services
// of the first did. Servers are installed into the user's cache and started by the tests. A set that cannot run on this
// machine is named with the reason; with --require-all it counts as failed. Exits 1 if anything failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** Whether what its services did is held against the deployment's policies: test/iam. */
  readonly checksRights?: true;
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
    checksRights: true,
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
    // `npm run test:deployed` runs most API suites on its S3, DynamoDB and SQS: here, what a stack cannot be put through.
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
const recordings = await mkdtemp(join(tmpdir(), 'accesses-'));
for (const step of steps) summary.push(...(await outcomesOf(step)));
await rm(recordings, { recursive: true });
console.log(`\n${summary.join('\n')}`);
if (summary.some((line) => line.startsWith('FAIL') || (requireAll && line.startsWith('skipped'))))
  process.exitCode = 1;

async function outcomesOf({ name, needs, vitest, set, checksRights }: Step): Promise<readonly string[]> {
  try {
    for (const install of needs) await install();
  } catch (error) {
    if (error instanceof MissingTool) return [`skipped ${name}: ${error.message}`];
    throw error;
  }
  const env = { SERVER_SET: set, ...(checksRights && { RECORD_ACCESSES: recordings }) };
  const suites = await outcomeOf(name, ['node_modules/vitest/vitest.mjs', 'run', ...vitest], env);
  if (!checksRights) return [suites];
  return [
    suites,
    await outcomeOf('the rights that these suites needed', ['test/iam/check.ts', recordings], {}),
  ];
}

async function outcomeOf(
  name: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const began = performance.now();
  console.log(`\n${name}`);
  const child = spawn(process.execPath, command, { stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${Math.round((performance.now() - began) / 1_000)} s)`;
}
