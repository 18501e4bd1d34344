import type { Command } from 'commander';
import { countFiles, renderChanges } from '../output/changes.ts';
import { explained } from '../output/explained.ts';
import { quoted, quotedList } from '../output/quoted.ts';
import { nameOf, type PipelinePath } from '../pipeline-argument.ts';
import { type Pushed, push } from '../push/push.ts';
import { nameService, type OpenSession } from '../session.ts';
import { assertTrusted } from '../target.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Flags {
  readonly delete: boolean;
  readonly dryRun: boolean;
}

const EXPLANATION = {
  about: `Left out, which is neither uploaded nor deleted, are: names with a dot in front (.git, .env), what editors and Python
drop (*~, #*#, 4913, Thumbs.db, __pycache__/), and what DIR/.pipelineignore says in the syntax of .gitignore.

Files are edited one by one, each only if nobody else has edited it since; runs see nothing of it before the next
publish.`,
  examples: [
    'push default/silver/clean_orders clean_orders --dry-run',
    'push default/silver/clean_orders clean_orders --delete',
  ],
};

export const pushCommand = (open: OpenSession) =>
  explained(pipelineCommand('push', 'Upload a directory as the draft, only what differs'), EXPLANATION)
    .argument('<dir>', 'the directory')
    .option('--delete', 'delete files of the draft that are not in the directory', false)
    .option('--dry-run', 'only say what would be done', false)
    .action(async (path: PipelinePath, dir: string, flags: Flags, command: Command) => {
      const session = await open(command);
      const { client, out, signal, target } = session;
      assertTrusted(target, 'Files are');
      nameService(session);
      const pushed = await push({ client, path, signal }, dir, flags);
      const { edits, unchanged, leftOut: left_out } = pushed;
      const changes = edits.map(({ path, change }) => ({ path, change }));
      const value = { edits: changes, unchanged, left_out };
      out.result({ ...value, dry_run: flags.dryRun }, () => summary(path, pushed, flags.dryRun));
    });

function summary(path: PipelinePath, pushed: Pushed, isDry: boolean): string {
  const { edits, unchanged } = pushed;
  const notes = note('Left out', pushed.leftOut);
  if (edits.length === 0)
    return `The draft of ${nameOf(path)} is the directory already (${countFiles(unchanged)}).${notes}`;
  const changes = renderChanges(edits.map((edit) => ({ ...edit, path: quoted(edit.path), from: null })));
  const done = isDry ? 'would be changed' : 'changed';
  return `${changes}\n${countFiles(edits.length)} ${done}, ${unchanged} as they were.${notes}`;
}

function note(what: string, paths: readonly string[]): string {
  return paths.length === 0 ? '' : ` ${what}: ${quotedList(paths)}.`;
}
