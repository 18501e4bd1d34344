import { Command } from 'commander';
import { checkDirectory } from '../check/check-directory.ts';
import { Failed } from '../failures.ts';
import { explained } from '../output/explained.ts';
import { countFindings, renderFindings } from '../output/findings.ts';
import { isPipelineName, pipelineArgument } from '../pipeline-argument.ts';
import type { OpenSession, Session } from '../session.ts';

const EXPLANATION = {
  about: `Of a directory it looks at what push would upload, and needs no service; ./ in front tells one from a pipeline of that
name. Of a pipeline it looks at the files of the draft that differ from the current version. So does publish, which refuses errors.

Each line names a file, a line and a column, as compilers do. Ends with 1 if there are errors; warnings alone end with
0. The rules are in docs/checks.md.`,
  examples: ['check ./clean_orders', 'check default/silver/clean_orders --json'],
};

export const checkCommand = (open: OpenSession) =>
  explained(new Command('check'), EXPLANATION)
    .description('Look for mistakes in a directory, or in the draft of a pipeline')
    .argument('<dir or pipeline>', 'a directory, or namespace/layer/name')
    .action(async (what: string, _flags: unknown, command: Command) => {
      const session = await open(command);
      const isPipeline = isPipelineName(what);
      const report = isPipeline ? await checkDraft(session, what) : await checkDirectory(what);
      session.out.result(report, (shown, colors) =>
        renderFindings(shown, colors, isPipeline ? undefined : what),
      );
      if (!report.valid) throw new Failed(`${what} has ${countFindings(report)}.`);
    });

async function checkDraft({ client, signal }: Session, name: string) {
  return (await client.checkDraft({ path: pipelineArgument(name), signal })).body;
}
