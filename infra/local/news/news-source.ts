// `--notify-url` and `--releases`: finds what is new in the feed after each change, keeps it on disk and has it delivered
// to one function (docs/news.md, docs/releases.md). Nothing waits for it.
import { join } from 'node:path';
import { createSerial } from '../../s3-server/store/serial.ts';
import { provideDataDir, providePrivateDir } from '../data-dir.ts';
import type { LoadHandler } from '../gateway/invoke.ts';
import type { QueueHandler } from '../lambda/handlers.ts';
import { dataDirError } from '../start-error.ts';
import { createReadFeed, type ReadFeed } from './feed.ts';
import { type NoticeDelivery, startNoticeDelivery } from './notice-delivery.ts';
import { type NoticeLog, openNoticeLog, type WaitingNotice } from './notice-log.ts';

export interface NewsSourceOptions {
  /** Keeps what waits. */
  readonly dataDir: string;
  readonly loadHandler: LoadHandler;
  readonly handler: QueueHandler;
  /** The function's name. */
  readonly name: string;
  /** Below `dataDir`. */
  readonly keptIn: string;
}

export interface NewsSource {
  /** To call after every request that may have changed something. Never throws. */
  wake(): void;
  /** What has not been delivered stays on disk for the next start. */
  close(): Promise<void>;
}

/** An index follows its table, usually within a second. */
const INDEX_LAG_MS = 2_000;

/** How many events back the first look after a start goes, whatever is known of the newer ones. */
const PAGES_AT_START = 5;

/**
 * At the first start with an empty log, what the feed has is old and waits for nobody. Rejects with a `StartError` for what
 * the user can mend.
 */
export async function startNewsSource(options: NewsSourceOptions): Promise<NewsSource> {
  const { dataDir, loadHandler, keptIn } = options;
  const [readFeed, log] = await Promise.all([createReadFeed(loadHandler), openLog(dataDir, keptIn)]);
  await look(readFeed, log, { pages: PAGES_AT_START, areOld: log.isNew });
  return startWatch(readFeed, log, options);
}

async function openLog(dataDir: string, keptIn: string): Promise<NoticeLog> {
  await provideDataDir(dataDir);
  return providePrivateDir(join(dataDir, keptIn))
    .then(openNoticeLog)
    .catch((error: unknown) => {
      throw dataDirError(error, dataDir) ?? error;
    });
}

async function startWatch(
  readFeed: ReadFeed,
  log: NoticeLog,
  { handler, name }: Pick<NewsSourceOptions, 'handler' | 'name'>,
): Promise<NewsSource> {
  const delivery: NoticeDelivery = startNoticeDelivery({ log, handler, name });
  delivery.deliver(await log.waiting());
  const serial = createSerial();
  let isQueued = false;
  let isClosed = false;
  let later: NodeJS.Timeout | undefined;

  async function lookOnce(): Promise<void> {
    isQueued = false;
    if (isClosed) return;
    delivery.deliver(await look(readFeed, log, { pages: 1, areOld: false }));
  }

  function lookSoon(): void {
    if (isQueued) return;
    isQueued = true;
    serial(lookOnce).catch((error: unknown) => {
      console.error('the feed cannot be read; its events are delivered after the next change:', error);
    });
  }

  return {
    wake() {
      lookSoon();
      clearTimeout(later);
      later = setTimeout(lookSoon, INDEX_LAG_MS).unref();
    },
    async close() {
      isClosed = true;
      clearTimeout(later);
      await serial(async () => undefined);
      delivery.close();
      await log.close();
    },
  };
}

interface Look {
  /** So many at least; then until the oldest event of a page is known. */
  readonly pages: number;
  readonly areOld: boolean;
}

async function look(
  readFeed: ReadFeed,
  log: NoticeLog,
  { pages, areOld }: Look,
): Promise<readonly WaitingNotice[]> {
  const seen = [];
  let cursor: string | null = null;
  for (let read = 1; ; read += 1) {
    const { events, next_cursor }: Awaited<ReturnType<ReadFeed>> = await readFeed(cursor);
    seen.push(...events);
    const oldest = events.at(-1);
    const isKnown = oldest !== undefined && (await log.isKnown(oldest));
    if (next_cursor === null || (read >= pages && (areOld || isKnown))) break;
    cursor = next_cursor;
  }
  return log.add(seen, areOld);
}
