import { Command } from 'commander';
import type { FeedEvent } from '../../client/types.ts';
import { checksMark } from '../output/checks-mark.ts';
import { explained } from '../output/explained.ts';
import { oneLine } from '../output/printable.ts';
import { relativeTime } from '../output/relative-time.ts';
import type { Screen } from '../output/screen.ts';
import { table } from '../output/table.ts';
import { collectPages } from '../pages.ts';
import { countArgument } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';

interface Flags {
  readonly namespace?: string;
  readonly limit: number;
}

const EXPLANATION = {
  examples: ['feed --namespace finance', "feed --json | jq -r '.events[].message'"],
};

export const feedCommand = (open: OpenSession) =>
  explained(new Command('feed'), EXPLANATION)
    .description('What happened, over all pipelines, newest first')
    .option('--namespace <name>', 'only in this namespace')
    .option('--limit <count>', 'at most so many', countArgument, 20)
    .action(async ({ namespace, limit }: Flags, command: Command) => {
      const { client, out, signal } = await open(command);
      const { rows, more } = await collectPages(limit, async (page) => {
        const { body } = await client.getFeed({ query: { namespace, ...page }, signal });
        return { rows: body.events, next: body.next_cursor };
      });
      out.result({ events: rows, next_cursor: more }, ({ events }, screen) =>
        events.length === 0 ? 'Nothing has happened yet.' : renderFeed(events, screen),
      );
      if (more !== null) out.note(`There is more; --limit ${limit * 2} shows more.`);
    });

function renderFeed(events: readonly FeedEvent[], screen: Screen): string {
  const rows = events.map((event) => [
    relativeTime(event.time, screen),
    { text: event.pipeline ?? event.namespace, paint: screen.bold, shorten: 'middle' as const },
    happening(event),
    { text: event.created_by ?? '-', shorten: 'middle' as const },
    { text: messageOf(event), shorten: 'end' as const },
  ]);
  return table(rows, screen, ['WHEN', 'WHERE', 'WHAT', 'BY', 'MESSAGE']);
}

function happening({ type, version_number: number, rollback_of: target }: FeedEvent): string {
  if (number === null) return type.endsWith('.frozen') ? 'frozen' : 'unfrozen';
  return target === null ? `v${number}` : `v${number} (v${target})`;
}

function messageOf({ message, checks }: FeedEvent): string {
  return [...checksMark(checks), oneLine(message ?? '')].join(' ');
}
