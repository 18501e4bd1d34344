// `npm run deploy:local` and `npm run destroy:local`.
import { Command } from 'commander';
import { LOCALSTACK_URL } from '../defaults.ts';
import { StartError } from '../start-error.ts';
import { announcement } from './announcement.ts';
import { deployTo } from './deploy.ts';
import { destroyOn } from './destroy.ts';
import { DEFAULT_STACK, type Emulator } from './emulator.ts';

interface Flags {
  readonly endpoint: string;
  readonly stackName: string;
  readonly context: readonly string[];
}

const program = new Command('npm run').description('The stack on LocalStack, or another emulator of AWS');

command('deploy:local', 'Deploys the stack, or what has changed in it.')
  .option('-c, --context <name=value>', 'a setting of infra/settings.ts', collect, [])
  .action(async ({ context, ...emulator }: Flags) => {
    await requireAnswer(emulator);
    console.log(announcement(emulator, await deployTo(emulator, { settings: context })));
  });
command('destroy:local', 'Deletes the stack, its files and its table.').action(async (emulator: Emulator) => {
  await requireAnswer(emulator);
  await destroyOn(emulator);
});

try {
  await program.parseAsync();
} catch (error) {
  // What the user can mend is one line; a fault of ours keeps its stack.
  console.error(error instanceof StartError ? error.message : error);
  process.exitCode = 1;
}

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--endpoint <url>', 'where the emulator listens', LOCALSTACK_URL)
    .option('--stack-name <name>', 'of the stack', DEFAULT_STACK)
    .helpOption('--help', 'show this')
    .showSuggestionAfterError(false);
}

function collect(setting: string, before: readonly string[]): readonly string[] {
  return [...before, setting];
}

async function requireAnswer({ endpoint }: Emulator): Promise<void> {
  try {
    await fetch(endpoint);
  } catch {
    throw new StartError(
      `Nothing answers at ${endpoint}. Start LocalStack with npm run servers -- --localstack --localstack-port 4566, or name another emulator with -- --endpoint.`,
    );
  }
}
