import { Command, Option } from 'commander';
import { DEFAULT_LAYOUT } from '../../client/default-layout.ts';
import { byAttention, byPath, byPublished } from '../../client/pipeline-order.ts';
import type { PipelineSummary } from '../../client/types.ts';
import { draftState } from '../output/draft-state.ts';
import { explained } from '../output/explained.ts';
import { oneLine } from '../output/printable.ts';
import { relativeTime } from '../output/relative-time.ts';
import type { Screen } from '../output/screen.ts';
import { table } from '../output/table.ts';
import { collectPages } from '../pages.ts';
import { countArgument, nameOf } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';

interface Flags {
  readonly namespace?: string;
  readonly layer?: string;
  readonly dirty?: boolean;
  readonly limit: number;
  readonly sort: keyof typeof ORDERS;
}

const ORDERS = { path: () => 0, attention: byAttention, published: byPublished };

const EXPLANATION = {
  about: `Pipelines stand by namespace, layer and name, as in the portal. --sort attention begins with unpublished changes, those of the
version that is live longest first, then has what was never published; --sort published begins with the last published. Both read
the whole list.`,
  examples: [
    'list --namespace finance --dirty',
    'list --sort attention --limit 20',
    'list --limit 1000 | cut -f 1',
  ],
};

export const listCommand = (open: OpenSession) =>
  explained(new Command('list'), EXPLANATION)
    .description('All pipelines, with their current version and whether the draft differs from it')
    .option('--namespace <name>', 'only those of this namespace')
    .option('--layer <layer>', 'only those of this layer')
    .option('--dirty', 'only those whose draft differs from what runs use')
    .option('--no-dirty', 'only those whose draft is what runs use')
    .option('--limit <count>', 'at most so many', countArgument, 100)
    .addOption(new Option('--sort <order>', 'in which order').choices(Object.keys(ORDERS)).default('path'))
    .action(async ({ namespace, layer, dirty, limit, sort }: Flags, command: Command) => {
      const { client, out, signal } = await open(command);
      const { rows, more } = await collectPages(
        sort === 'path' ? limit : Number.MAX_SAFE_INTEGER,
        async (page) => {
          const query = { namespace, layer, draft_dirty: dirty, ...page };
          const { body } = await client.listPipelines({ query, signal });
          return { rows: body.pipelines, next: body.next_cursor };
        },
      );
      const sorted = rows.toSorted(byPath(DEFAULT_LAYOUT.layers)).toSorted(ORDERS[sort]).slice(0, limit);
      out.result({ pipelines: sorted, next_cursor: more }, ({ pipelines }, screen) =>
        pipelines.length === 0 ? 'No pipelines.' : renderList(pipelines, screen),
      );
      if (more !== null || sorted.length < rows.length)
        out.note(`There are more; --limit ${limit * 2} shows more.`);
    });

function renderList(pipelines: readonly PipelineSummary[], screen: Screen): string {
  const rows = pipelines.map((pipeline) => [
    { text: nameOf(pipeline), paint: screen.bold, shorten: 'middle' as const },
    pipeline.latest_version === null ? '-' : `v${pipeline.latest_version}`,
    draftState(pipeline.draft_dirty, screen),
    pipeline.published_at === null ? '-' : relativeTime(pipeline.published_at, screen),
    { text: oneLine(pipeline.message ?? ''), shorten: 'end' as const },
  ]);
  return table(rows, screen, ['PIPELINE', 'VERSION', 'DRAFT', 'PUBLISHED', 'MESSAGE']);
}
