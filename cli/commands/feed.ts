import { Command } from 'commander';
import { ApiError, Unreachable } from '../../client/errors.ts';
import type { FeedEvent } from '../../client/types.ts';
import { wait } from '../../client/wait.ts';
import { createFeedFollower, type FeedFollower } from '../follow-feed.ts';
import { intervalArgument } from '../interval-argument.ts';
import { checksMark } from '../output/checks-mark.ts';
import { explained } from '../output/explained.ts';
import { localTime } from '../output/local-time.ts';
import { oneLine } from '../output/printable.ts';
import { relativeTime } from '../output/relative-time.ts';
import type { Screen } from '../output/screen.ts';
import { table } from '../output/table.ts';
import { collectPages } from '../pages.ts';
import { countArgument } from '../pipeline-argument.ts';
import type { OpenSession, Session } from '../session.ts';

interface Flags {
  readonly namespace?: string;
  readonly limit: number;
  readonly follow: boolean;
  readonly interval: number;
}

const EXPLANATION = {
  about:
    'With --follow it begins with what happens from now on, and prints a line for each event, oldest first, until Ctrl-C. While the service is away it goes on trying; then it prints what happened meanwhile.',
  examples: [
    'feed --namespace finance',
    "feed --json | jq -r '.events[].message'",
    'feed --follow --json | jq --unbuffered -r \'select(.checks == "failed").pipeline\'',
  ],
};

/** A look that finds nothing new costs so many rows. */
const FOLLOWED_ROWS = 20;

export const feedCommand = (open: OpenSession) =>
  explained(new Command('feed'), EXPLANATION)
    .description('What happened, over all pipelines, newest first')
    .option('--namespace <name>', 'only in this namespace')
    .option('--limit <count>', 'at most so many', countArgument, 20)
    .option('--follow', 'print what happens from now on, until Ctrl-C', false)
    .option('--interval <seconds>', 'how often to look, with --follow', intervalArgument, 5)
    .action(async (flags: Flags, command: Command) => {
      const session = await open(command);
      await (flags.follow ? follow(session, flags) : list(session, flags));
    });

async function list({ client, out, signal }: Session, { namespace, limit }: Flags): Promise<void> {
  const { rows, more } = await collectPages(limit, async (page) => {
    const { body } = await client.getFeed({ query: { namespace, ...page }, signal });
    return { rows: body.events, next: body.next_cursor };
  });
  out.result({ events: rows, next_cursor: more }, ({ events }, screen) =>
    events.length === 0 ? 'Nothing has happened yet.' : renderFeed(events, screen),
  );
  if (more !== null) out.note(`There is more; --limit ${limit * 2} shows more.`);
}

/**
 * The namespace is picked here: the service would read on and on to fill a page of it. Throws only what trying again
 * cannot mend.
 */
async function follow({ client, out, signal }: Session, { namespace, interval }: Flags): Promise<void> {
  const follower = createFeedFollower(async (cursor) => {
    const query = { limit: FOLLOWED_ROWS, ...(cursor !== null && { cursor }) };
    return (await client.getFeed({ query, signal })).body;
  });
  const look = patiently(follower, out);
  await follower.begin();
  for (;;) {
    await wait(interval * 1_000, signal);
    for (const event of await look())
      if (namespace === undefined || event.namespace === namespace) out.line(event, renderEvent);
  }
}

/** Says once that the service is away, and once that it is back. */
function patiently(follower: FeedFollower, out: Session['out']): () => Promise<readonly FeedEvent[]> {
  let isAway = false;
  return async () => {
    try {
      const events = await follower.next();
      if (isAway) out.note('The service answers again.');
      isAway = false;
      return events;
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (!isAway) out.note(`${error.message} Still trying.`);
      isAway = true;
      return [];
    }
  };
}

function isPassing(error: unknown): error is Error {
  return error instanceof Unreachable || (error instanceof ApiError && error.status >= 429);
}

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

/** A pipe gets the columns of the list. */
function renderEvent(event: FeedEvent, screen: Screen): string {
  if (screen.columns === null) return renderFeed([event], screen);
  const where = screen.bold(event.pipeline ?? event.namespace);
  const words = [
    screen.dim(localTime(new Date(event.time))),
    where,
    happening(event),
    event.created_by ?? '-',
  ];
  return [...words, messageOf(event)].join('  ').trimEnd();
}

function happening({ type, version_number: number, rollback_of: target }: FeedEvent): string {
  if (number === null) return type.endsWith('.frozen') ? 'frozen' : 'unfrozen';
  return target === null ? `v${number}` : `v${number} (v${target})`;
}

function messageOf({ message, checks }: FeedEvent): string {
  return [...checksMark(checks), oneLine(message ?? '')].join(' ');
}
