import { type Command, Option } from 'commander';
import type { RunReport } from '../../client/types.ts';
import { explained } from '../output/explained.ts';
import { type PipelinePath, versionArgument } from '../pipeline-argument.ts';
import { nameService, type OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

const STATES: readonly RunReport['state'][] = ['running', 'succeeded', 'failed', 'cancelled'];

interface Flags {
  readonly runId: string;
  readonly state: RunReport['state'];
  readonly link?: string;
}

const EXPLANATION = {
  about: `
For jobs that run a version: a note, which people see beside it. Nothing waits for it. Reports with one --run-id are of
one run, so a report can be repeated, and one that has ended is not made running again.`,
  examples: [
    'report-run default/silver/clean_orders 7 --run-id "$BUILD_ID" --state failed --link "$BUILD_URL"',
  ],
};

export const reportRunCommand = (open: OpenSession) =>
  explained(pipelineCommand('report-run', 'Say how a run of a version is doing'), EXPLANATION)
    .argument('<version>', 'the number of the version that it runs', versionArgument)
    .requiredOption('--run-id <text>', "the executor's own name of the run")
    .addOption(new Option('--state <state>', 'how it is').choices(STATES).makeOptionMandatory())
    .option('--link <url>', 'where people see the run')
    .action(async (path: PipelinePath, version_number: number, flags: Flags, command: Command) => {
      const session = await open(command);
      const { client, out, signal } = session;
      nameService(session);
      const { runId: run_id, state, link: url } = flags;
      const { body } = await client.reportRun({ path, body: { version_number, run_id, state, url }, signal });
      out.result(body, (run) => `Run ${run.run_id} of v${run.version_number} is noted as ${run.state}.`);
    });
