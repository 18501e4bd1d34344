import type { Command } from 'commander';
import type { PipelineVersionSummary } from '../../client/types.ts';
import { checksMark } from '../output/checks-mark.ts';
import { explained } from '../output/explained.ts';
import { oneLine } from '../output/printable.ts';
import { relativeTime } from '../output/relative-time.ts';
import type { Screen } from '../output/screen.ts';
import { table } from '../output/table.ts';
import { collectPages } from '../pages.ts';
import { countArgument, type PipelinePath } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

const EXPLANATION = {
  examples: [
    'log default/silver/clean_orders --limit 100',
    'log default/silver/clean_orders --path pipeline.sql',
    "log default/silver/clean_orders --json | jq -r '.versions[].message'",
  ],
};

interface Flags {
  readonly limit: number;
  readonly path?: string;
}

export const logCommand = (open: OpenSession) =>
  explained(pipelineCommand('log', 'The versions of a pipeline, newest first'), EXPLANATION)
    .alias('history')
    .option('--limit <count>', 'at most so many', countArgument, 20)
    .option('--path <file>', 'only those that added, modified or removed this file')
    .action(async (path: PipelinePath, { limit, path: file }: Flags, command: Command) => {
      const { client, out, signal } = await open(command);
      let total = 0;
      const { rows, more } = await collectPages(limit, async (page) => {
        const query = { ...page, fields: 'summary', ...(file !== undefined && { path: file }) } as const;
        const { body } = await client.listVersions({ path, query, signal });
        total = body.total;
        return { rows: body.versions, next: body.next_cursor };
      });
      out.result({ versions: rows, total, next_cursor: more }, ({ versions }, screen) =>
        versions.length === 0 ? nothing(file, total) : renderLog(versions, screen),
      );
      if (more !== null)
        out.note(
          file === undefined
            ? `${rows.length} of ${total}; --limit ${total} shows all.`
            : `There may be more; --limit ${total} shows all.`,
        );
    });

function nothing(file: string | undefined, total: number): string {
  return file === undefined || total === 0 ? 'Never published.' : `No version has a file ${oneLine(file)}.`;
}

function renderLog(versions: readonly PipelineVersionSummary[], screen: Screen): string {
  const rows = versions.map(
    ({
      version_number,
      created_at,
      created_by,
      file_count,
      message,
      rollback_of,
      overrode_freeze,
      checks,
      change,
    }) => [
      { text: `v${version_number}`, paint: screen.bold },
      relativeTime(created_at, screen),
      { text: created_by ?? '-', shorten: 'middle' as const },
      String(file_count),
      {
        text: [
          ...checksMark(checks),
          ...(change === undefined ? [] : [`${change}:`]),
          oneLine(message),
          ...(rollback_of === null ? [] : [`(v${rollback_of})`]),
          ...(overrode_freeze ? ['(over a freeze)'] : []),
        ].join(' '),
        shorten: 'end' as const,
      },
    ],
  );
  return table(rows, screen, ['VERSION', 'PUBLISHED', 'BY', 'FILES', 'MESSAGE']);
}
