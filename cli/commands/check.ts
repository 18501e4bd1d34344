import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { DEFAULT_LAYOUT } from '../../client/default-layout.ts';
import { checkDirectory } from '../check/check-directory.ts';
import { Failed } from '../failures.ts';
import { explained } from '../output/explained.ts';
import { countFindings, renderFindings } from '../output/findings.ts';
import { isPipelineName, pipelineArgument, versionArgument } from '../pipeline-argument.ts';
import type { OpenSession, Session } from '../session.ts';

interface Flags {
  readonly sources?: string;
}

const EXPLANATION = {
  about: `Of a directory it looks at what push would upload, and needs no service; ./ in front tells one from a pipeline of that
name. Of a pipeline it looks at the files of the draft that differ from the current version. So does publish, which refuses errors. With
@3 it looks at all files of version 3.

Each line names a file, a line and a column, as compilers do. Ends with 1 if there are errors; warnings alone end with
0. The rules are in docs/checks.md.`,
  examples: [
    'check ./clean_orders',
    'check ./sales --sources dbt_project.yml',
    'check default/silver/clean_orders --json',
    'check default/silver/clean_orders@3',
  ],
};

export const checkCommand = (open: OpenSession) =>
  explained(new Command('check'), EXPLANATION)
    .description('Look for mistakes in a directory, or in the draft or a version of a pipeline')
    .argument('<dir or pipeline>', 'a directory, or namespace/layer/name, or namespace/layer/name@3')
    .option(
      '--sources <list>',
      'of a directory: what a deployment with other sources runs, such as dag.py,*.ipynb',
    )
    .action(async (what: string, { sources }: Flags, command: Command) => {
      const session = await open(command);
      const [, name = what, version] = /^([^@]+)@([^@]+)$/.exec(what) ?? [];
      const isPipeline = isPipelineName(name) && !(version === undefined && isOtherDirectory(name));
      const report = isPipeline
        ? await checkPipeline(session, name, version)
        : await checkDirectory(what, sources);
      session.out.result(report, (shown, colors) =>
        renderFindings(shown, colors, isPipeline ? undefined : what),
      );
      if (!report.valid) throw new Failed(`${what} has ${countFindings(report)}.`);
    });

/** With the layers that a deployment has by default, such a name has always been a pipeline's. */
function isOtherDirectory(name: string): boolean {
  const [, layer = ''] = name.split('/');
  return !DEFAULT_LAYOUT.layers.includes(layer) && existsSync(name);
}

async function checkPipeline({ client, signal }: Session, name: string, version: string | undefined) {
  const query = { version: version === undefined ? undefined : versionArgument(version) };
  return (await client.checkDraft({ path: pipelineArgument(name), query, signal })).body;
}
