import type { Command } from 'commander';
import type { PipelineVersionSummary } from '../../client/types.ts';
import type { Colors } from '../output/colors.ts';
import { oneLine } from '../output/printable.ts';
import { relativeTime } from '../output/relative-time.ts';
import { table } from '../output/table.ts';
import { collectPages } from '../pages.ts';
import { countArgument, type PipelinePath } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

export const logCommand = (open: OpenSession) =>
  pipelineCommand('log', 'The versions of a pipeline, newest first')
    .option('--limit <count>', 'at most so many', countArgument, 20)
    .action(async (path: PipelinePath, { limit }: { readonly limit: number }, command: Command) => {
      const { client, out, signal } = await open(command);
      let total = 0;
      const { rows, more } = await collectPages(limit, async (page) => {
        const { body } = await client.listVersions({ path, query: { ...page, fields: 'summary' }, signal });
        total = body.total;
        return { rows: body.versions, next: body.next_cursor };
      });
      out.result({ versions: rows, total, next_cursor: more }, ({ versions }, colors) =>
        versions.length === 0 ? 'Never published.' : renderLog(versions, colors),
      );
      if (more !== null) out.note(`${rows.length} of ${total}; --limit ${total} shows all.`);
    });

function renderLog(versions: readonly PipelineVersionSummary[], colors: Colors): string {
  const rows = versions.map(
    ({ version_number, created_at, created_by, file_count, message, rollback_of }) => [
      colors.bold(`v${version_number}`),
      relativeTime(created_at),
      created_by ?? '-',
      String(file_count),
      rollback_of === null ? oneLine(message) : `${oneLine(message)} ${colors.magenta(`(v${rollback_of})`)}`,
    ],
  );
  return table(rows, colors, ['VERSION', 'PUBLISHED', 'BY', 'FILES', 'MESSAGE']);
}
