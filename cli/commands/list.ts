import { Command, Option } from 'commander';
import type { Pipeline } from '../../client/types.ts';
import type { Colors } from '../output/colors.ts';
import { draftState } from '../output/draft-state.ts';
import { oneLine } from '../output/printable.ts';
import { relativeTime } from '../output/relative-time.ts';
import { table } from '../output/table.ts';
import { collectPages } from '../pages.ts';
import { countArgument, nameOf, type PipelinePath } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';

interface Flags {
  readonly namespace?: string;
  readonly layer?: PipelinePath['layer'];
  readonly dirty?: boolean;
  readonly limit: number;
}

export const listCommand = (open: OpenSession) =>
  new Command('list')
    .description('All pipelines, with their current version and whether the draft differs from it')
    .option('--namespace <name>', 'only those of this namespace')
    .addOption(
      new Option('--layer <layer>', 'only those of this layer').choices(['bronze', 'silver', 'gold']),
    )
    .option('--dirty', 'only those whose draft differs from what runs use')
    .option('--no-dirty', 'only those whose draft is what runs use')
    .option('--limit <count>', 'at most so many', countArgument, 100)
    .action(async ({ namespace, layer, dirty, limit }: Flags, command: Command) => {
      const { client, out, signal } = await open(command);
      const { rows, more } = await collectPages(limit, async (page) => {
        const query = { namespace, layer, draft_dirty: dirty, ...page };
        const { body } = await client.listPipelines({ query, signal });
        return { rows: body.pipelines, next: body.next_cursor };
      });
      out.result({ pipelines: rows, next_cursor: more }, ({ pipelines }, colors) =>
        pipelines.length === 0 ? 'No pipelines.' : renderList(pipelines, colors),
      );
      if (more !== null) out.note(`There are more; --limit ${limit * 2} shows more.`);
    });

function renderList(pipelines: readonly Pipeline[], colors: Colors): string {
  const rows = pipelines.map((pipeline) => [
    colors.bold(nameOf(pipeline)),
    pipeline.latest_version === null ? '-' : `v${pipeline.latest_version}`,
    draftState(pipeline.draft_dirty, colors),
    pipeline.published_at === null ? '-' : relativeTime(pipeline.published_at),
    oneLine(pipeline.message ?? ''),
  ]);
  return table(rows, colors, ['PIPELINE', 'VERSION', 'DRAFT', 'PUBLISHED', 'MESSAGE']);
}
