// `npm run test:deployed`: the stack, deployed to emulators of AWS. On each: the last release is upgraded, the API suites
// run against the deployed API, the stack is taken down. An emulator that cannot run on this machine is named with the
// reason; with --require-all it counts as failed. Exits 1 if anything failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Command, Option } from 'commander';
import { findDeployment } from '../../infra/local/deployment/deploy.ts';
import { DEFAULT_STACK } from '../../infra/local/deployment/emulator.ts';
import { startLocalStack } from '../../infra/local/servers/localstack.ts';
import type { RunningServer } from '../../infra/local/servers/spawn-server.ts';
import { MissingTool } from '../../infra/local/servers/tools.ts';
import { IDENTITY } from '../support/clients.ts';
import { synthesizeAll, WITH_NEWS, WITH_RELEASES } from './assemblies.ts';
import { differences, type EmulatorName } from './differences.ts';
import { startMiniStack } from './ministack.ts';

const STACK = ['--config', 'test/deployed/vitest.config.ts'];

const emulators: Readonly<Record<EmulatorName, () => Promise<RunningServer>>> = {
  LocalStack: startLocalStack,
  MiniStack: startMiniStack,
};

const { requireAll, only, news } = new Command('npm run test:deployed --')
  .description('Deploys the stack to LocalStack and MiniStack, and drives it there.')
  .option('--require-all', 'fail if an emulator cannot run on this machine', false)
  .addOption(new Option('--only <emulator>', 'on this one alone').choices(Object.keys(emulators)))
  .option('--news', 'show the news and the releases of a new stack, and nothing else', false)
  .helpOption('--help', 'show this')
  .parse()
  .opts<{ requireAll: boolean; only?: EmulatorName; news: boolean }>();

const summary: string[] = [];
const chosen = only ? [only] : (Object.keys(emulators) as EmulatorName[]);
for (const name of chosen) summary.push(...(await outcomesOn(name)));
console.log(`\n${summary.join('\n')}`);
if (summary.some((line) => line.startsWith('FAIL') || (requireAll && line.startsWith('skipped'))))
  process.exitCode = 1;

async function outcomesOn(name: EmulatorName): Promise<readonly string[]> {
  const server = await startOrSkip(name);
  if (typeof server === 'string') return [server];
  try {
    return await outcomesAt(server, name);
  } finally {
    await server.stop();
  }
}

async function outcomesAt(server: RunningServer, name: EmulatorName): Promise<readonly string[]> {
  const tellsNews = news || differences[name].withoutNews === undefined;
  const assemblies = synthesizeAll([...(tellsNews ? WITH_NEWS : []), ...(news ? WITH_RELEASES : [])]);
  const env = { EMULATOR_URL: server.url, EMULATOR_NAME: name, ...assemblies.variables };
  const stack = (step: string) => vitest(`${step} on ${name}`, [step, ...STACK], env);
  try {
    if (news) return [await stack('news'), await stack('releases'), await stack('take-down')];
    const upgrade = await stack('upgrade');
    if (upgrade.startsWith('FAIL')) return [upgrade];
    const told = tellsNews ? [await stack('news')] : [];
    const suites = await vitest(`API suites on ${name}`, suitesOn(name), await targetOn(server));
    return [upgrade, ...told, suites, await stack('take-down')];
  } finally {
    assemblies.remove();
  }
}

async function startOrSkip(name: EmulatorName): Promise<RunningServer | string> {
  try {
    return await emulators[name]();
  } catch (error) {
    if (error instanceof MissingTool) return `skipped ${name}: ${error.message}`;
    throw error;
  }
}

function suitesOn(name: EmulatorName): readonly string[] {
  const { files, tests, withoutNews } = differences[name];
  const leftOut = { ...files, ...tests, ...(withoutNews && { 'test/deployed/news.stack.ts': withoutNews }) };
  for (const [left, why] of Object.entries(leftOut)) console.log(`left out on ${name}: ${left} (${why})`);
  const exclude = Object.keys(files).flatMap((file) => ['--exclude', file]);
  const names = Object.keys(tests).map((test) => RegExp.escape(test));
  return ['test/api', ...exclude, '--testNamePattern', `^(?!.*(${names.join('|')})$)`];
}

async function targetOn({ url }: RunningServer): Promise<NodeJS.ProcessEnv> {
  const { apiUrl, bucketName } = await findDeployment({ endpoint: url, stackName: DEFAULT_STACK });
  return { TARGET_URL: apiUrl, TARGET_BUCKET: bucketName, TARGET_S3_URL: url, ...IDENTITY };
}

async function vitest(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const began = performance.now();
  console.log(`\n${name}`);
  const command = ['node_modules/vitest/vitest.mjs', 'run', ...args];
  const child = spawn(process.execPath, command, { stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${Math.round((performance.now() - began) / 1_000)} s)`;
}
