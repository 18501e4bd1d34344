// The command line as a whole: commands, and the flags that all of them share.
import { Command } from 'commander';
import { catCommand } from './commands/cat.ts';
import { checkCommand } from './commands/check.ts';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { createCommand } from './commands/create.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { feedCommand } from './commands/feed.ts';
import { freezeCommand, unfreezeCommand } from './commands/freeze.ts';
import { listCommand } from './commands/list.ts';
import { logCommand } from './commands/log.ts';
import { loginCommand } from './commands/login.ts';
import { logoutCommand } from './commands/logout.ts';
import { openCommand } from './commands/open.ts';
import { publishCommand } from './commands/publish.ts';
import { pullCommand } from './commands/pull.ts';
import { pushCommand } from './commands/push.ts';
import { reportRunCommand } from './commands/report-run.ts';
import { restoreCommand } from './commands/restore.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { runsCommand } from './commands/runs.ts';
import { showCommand } from './commands/show.ts';
import { statusCommand } from './commands/status.ts';
import { watchCommand } from './commands/watch.ts';
import { whoamiCommand } from './commands/whoami.ts';
import { PROGRAM } from './completion/names.ts';
import { CONFIG_FILE } from './config-file.ts';
import { explained } from './output/explained.ts';
import { screenOf } from './output/screen.ts';
import type { OpenSession } from './session.ts';
import { DEFAULT_URL } from './target.ts';

/** Of help in a pipe. */
const HELP_COLUMNS = 100;

const COMMANDS = [
  listCommand,
  statusCommand,
  logCommand,
  runsCommand,
  feedCommand,
  showCommand,
  diffCommand,
  catCommand,
  openCommand,
  checkCommand,
  createCommand,
  publishCommand,
  rollbackCommand,
  restoreCommand,
  freezeCommand,
  unfreezeCommand,
  pullCommand,
  reportRunCommand,
  pushCommand,
  watchCommand,
  loginCommand,
  logoutCommand,
  whoamiCommand,
  doctorCommand,
  completionCommand,
];

const ABOUT = `
A pipeline is written namespace/layer/name, such as default/silver/clean_orders.

The service is found by --url, else PIPELINE_VERSIONING_URL, else the key url of ${CONFIG_FILE} (in the
working directory or above it, up to the repository's root or the home directory; or in ~/.config), else
${DEFAULT_URL}. Requests carry --token or PIPELINE_VERSIONING_TOKEN; else the token that a machine gets by
PIPELINE_VERSIONING_CLIENT_ID, _CLIENT_SECRET and _TOKEN_URL; else that of your login at this service. Without any of
them, requests to API Gateway are signed with the AWS SDK's standard credentials. Tokens, signatures and files go where
a project's file leads only if "trust:" in ~/.config/${CONFIG_FILE} lists that URL.

--version alone prints the version of this program.

Exit codes: 0 done; 1 refused by the service, or failed; 2 wrong use; 3 not reachable; 130 stopped by you.`;

const EXAMPLES = ['list --dirty', 'publish default/silver/clean_orders -m "Only the ids"', 'help publish'];

/** Throws CommanderError instead of ending the process. */
export function createProgram(open: OpenSession): Command {
  const program = new Command(PROGRAM)
    .description('Publish and version data pipelines that live in S3.')
    .option('--url <url>', 'where the service is')
    .option('--token <token>', 'bearer token (in the variable it is hidden from other users)')
    .option('--sign', 'sign requests for AWS (Signature Version 4)')
    .option('--no-sign', 'do not sign, even if the address is one of API Gateway')
    .option('--region <region>', 'AWS region to sign for')
    .option('--json', 'print JSON, for scripts')
    .option('--no-color', 'no colours; so does the variable NO_COLOR')
    .helpOption('-h, --help', 'show this')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({
      showGlobalOptions: true,
      minWidthToWrap: 20,
      subcommandTerm: (command) => command.name(),
    })
    .configureOutput({
      outputError: () => {}, // print-failure.ts does it
      getOutHelpWidth: () => screenOf(process.stdout, process.env, false).columns ?? HELP_COLUMNS,
    })
    .exitOverride();
  explained(program, { about: ABOUT, examples: EXAMPLES });
  for (const create of COMMANDS) program.addCommand(create(open).copyInheritedSettings(program));
  program.addCommand(completeCommand(open).copyInheritedSettings(program), { hidden: true });
  return program;
}
