import type { Command } from 'commander';
import type { Pipeline } from '../../client/types.ts';
import { countFiles } from '../output/changes.ts';
import type { Colors } from '../output/colors.ts';
import { draftState } from '../output/draft-state.ts';
import { oneLine } from '../output/printable.ts';
import { relativeTime } from '../output/relative-time.ts';
import { table } from '../output/table.ts';
import { nameOf, type PipelinePath } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Flags {
  readonly refresh?: true;
}

export const statusCommand = (open: OpenSession) =>
  pipelineCommand('status', 'What runs use, and whether the draft differs from it')
    .option('--refresh', 'look at the draft now, not at what its last event has told')
    .action(async (path: PipelinePath, { refresh }: Flags, command: Command) => {
      const { client, out, signal } = await open(command);
      const { body } = await client.getPipeline({ path, query: { refresh }, signal });
      out.result(body, renderPipeline);
    });

function renderPipeline(pipeline: Pipeline, colors: Colors): string {
  const { draft, draft_dirty, latest_version, published_at, published_by, message, type } = pipeline;
  const rows = [
    ['Pipeline', colors.bold(nameOf(pipeline))],
    ['Type', type ?? 'no pipeline.sql or pipeline.py'],
    [
      'Version',
      latest_version === null ? 'never published' : `v${latest_version}  ${oneLine(message ?? '')}`,
    ],
    ...(published_at === null ? [] : [['Published', publishedBy(published_at, published_by)]]),
    [
      'Draft',
      `${draftState(draft_dirty, colors)}, ${countFiles(draft.file_count)}, seen ${relativeTime(draft.observed_at)}`,
    ],
    ['Files', pipeline.s3_path],
  ];
  return table(
    rows.map(([name = '', value = '']) => [colors.dim(name), value]),
    colors,
  );
}

function publishedBy(at: string, by: string | null): string {
  return by === null ? relativeTime(at) : `${relativeTime(at)} by ${by}`;
}
