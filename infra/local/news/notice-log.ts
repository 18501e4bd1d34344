// Which events of the feed are known here, and which of them wait for the webhook: one LevelDB database, which outlives a
// killed process.
import { ClassicLevel } from 'classic-level';
import { ascending } from '../../s3-server/store/key-codec.ts';
import { keySpace } from '../../s3-server/store/levels.ts';
import type { FeedEvent } from './feed.ts';

export interface WaitingNotice {
  readonly sequence: number;
  readonly event: FeedEvent;
}

export interface NoticeLog {
  /** Whether nothing was ever added. */
  readonly isNew: boolean;
  isKnown(event: FeedEvent): Promise<boolean>;
  /** Of events, newest first, those that were not known begin to wait, unless `areOld`. All or, if it rejects, none. */
  add(events: readonly FeedEvent[], areOld?: boolean): Promise<readonly WaitingNotice[]>;
  /** Oldest first. */
  waiting(): Promise<readonly WaitingNotice[]>;
  taken(sequence: number): Promise<void>;
  close(): Promise<void>;
}

/** More than are looked at in one go, and far more than come between two looks. */
const MOST_KNOWN = 5_000;

/** The directory is made if it is missing. Rejects with the error of LevelDB. */
export async function openNoticeLog(directory: string): Promise<NoticeLog> {
  const database = new ClassicLevel(directory);
  await database.open();
  const known = keySpace<string, true>(database, 'known', 'utf8');
  const waiting = keySpace<string, FeedEvent>(database, 'waiting', 'utf8');
  const state = keySpace<string, number>(database, 'state', 'utf8');
  const kept = await state.get('last');
  const isNew = kept === undefined;
  let last = kept ?? 0;
  const isKnown = async (event: FeedEvent) => (await known.get(knownKey(event))) === true;

  async function unknownOf(events: readonly FeedEvent[]): Promise<readonly FeedEvent[]> {
    const answers = await Promise.all(events.map(isKnown));
    return events.filter((_, index) => answers[index] === false);
  }

  /** The oldest are forgotten: nobody looks so far back. */
  async function surplus(): Promise<readonly string[]> {
    const keys = await known.keys().all();
    return keys.slice(0, Math.max(0, keys.length - MOST_KNOWN));
  }

  return {
    isNew,
    isKnown,
    async add(events, areOld = false) {
      const added = (await unknownOf(events)).toReversed().map((event, index) => {
        return { sequence: last + 1 + index, event };
      });
      const now = last + added.length;
      const batch = database.batch();
      for (const { sequence, event } of added) {
        batch.put(knownKey(event), true, { sublevel: known });
        if (!areOld) batch.put(ascending(sequence), event, { sublevel: waiting });
      }
      await batch.put('last', now, { sublevel: state }).write();
      last = now;
      if (added.length > 0) await known.batch((await surplus()).map((key) => ({ type: 'del', key })));
      return areOld ? [] : added;
    },
    async waiting() {
      const found = await waiting.iterator().all();
      return found.map(([key, event]) => ({ sequence: Number.parseInt(key, 16), event }));
    },
    taken: (sequence) => waiting.del(ascending(sequence)),
    close: () => database.close(),
  };
}

/** Sorts by time. */
const knownKey = ({ time, id }: FeedEvent) => `${time} ${id}`;
