import { Command } from 'commander';
import { checkDirectory } from '../check/check-directory.ts';
import { Failed } from '../failures.ts';
import { countFindings, renderFindings } from '../output/findings.ts';
import type { OpenSession } from '../session.ts';

const HELP = `
It looks at what push would upload, and needs no service. Each line names a file, a line and a column, as compilers
do. Ends with 1 if there are errors; warnings alone end with 0. The rules are in docs/checks.md.`;

export const checkCommand = (open: OpenSession) =>
  new Command('check')
    .description('Look for mistakes in the files of a directory')
    .argument('<dir>', 'the directory')
    .addHelpText('after', HELP)
    .action(async (dir: string, _flags: unknown, command: Command) => {
      const { out } = await open(command);
      const report = await checkDirectory(dir);
      out.result(report, (shown, colors) => renderFindings(shown, colors, dir));
      if (!report.valid) throw new Failed(`${dir} has ${countFindings(report)}.`);
    });
