// A page of the history. Numbers have no gaps, so the last row says by itself whether there is more.
import type { VersionRecord } from '../domain/version.ts';
import type { History } from '../usecases/read-versions.ts';
import type { Reply } from './api-handler.ts';
import { toCursor } from './cursor.ts';
import { takePage } from './page.ts';

export async function versionListReply<V extends VersionRecord>(
  history: History<V>,
  limit: number,
  present: (version: V) => unknown,
): Promise<Reply> {
  const { rows, last } = await takePage(history.versions, limit, present);
  const more = last !== null && last.number > 1;
  return {
    status: 200,
    body: {
      versions: rows,
      total: history.total,
      next_cursor: more ? toCursor({ below: last.number }) : null,
    },
  };
}
