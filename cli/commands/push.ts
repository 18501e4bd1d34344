import type { Command } from 'commander';
import { countFiles, renderChanges } from '../output/changes.ts';
import { nameOf, type PipelinePath } from '../pipeline-argument.ts';
import { type Pushed, push } from '../push/push.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Flags {
  readonly delete: boolean;
  readonly dryRun: boolean;
}

const HELP = `
Names with a dot in front (.git, .env) are left out. Files are edited one by one, each only if nobody else has edited it
since; runs see nothing of it before the next publish.`;

export const pushCommand = (open: OpenSession) =>
  pipelineCommand('push', 'Upload a directory as the draft, only what differs')
    .argument('<dir>', 'the directory')
    .option('--delete', 'delete files of the draft that are not in the directory', false)
    .option('--dry-run', 'only say what would be done', false)
    .addHelpText('after', HELP)
    .action(async (path: PipelinePath, dir: string, flags: Flags, command: Command) => {
      const { client, out, signal } = await open(command);
      const pushed = await push({ client, path, signal }, dir, flags);
      const { edits, unchanged, hidden } = pushed;
      const value = { edits: edits.map(({ path, change }) => ({ path, change })), unchanged, hidden };
      out.result({ ...value, dry_run: flags.dryRun }, () => summary(path, pushed, flags.dryRun));
    });

function summary(path: PipelinePath, { edits, unchanged, hidden }: Pushed, isDry: boolean): string {
  const left = hidden.length === 0 ? '' : ` Left out: ${hidden.join(', ')}.`;
  if (edits.length === 0)
    return `The draft of ${nameOf(path)} is the directory already (${countFiles(unchanged)}).${left}`;
  const changes = renderChanges(edits.map((edit) => ({ ...edit, from: null })));
  const done = isDry ? 'would be changed' : 'changed';
  return `${changes}\n${countFiles(edits.length)} ${done}, ${unchanged} as they were.${left}`;
}
