// A page of the history. Numbers have no gaps, so the last row says by itself whether there is more.
import type { VersionRecord } from '../domain/version.ts';
import type { FileHistory, FileVersion } from '../usecases/read-file-history.ts';
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
  return reply(history, rows, last?.number ?? 1);
}

/** The same where rows are left out: a page goes on behind what was compared for it. */
export async function fileHistoryReply(
  history: FileHistory,
  limit: number,
  present: (version: FileVersion) => object,
): Promise<Reply> {
  const { rows, last, isWhole } = await takePage(history.versions, limit, (version) => ({
    ...present(version),
    change: version.change,
  }));
  return reply(history, rows, isWhole ? history.comparedDownTo() : (last?.number ?? 1));
}

/** `oldest`: the oldest version that need not be looked at again. */
function reply({ total }: { readonly total: number }, versions: readonly unknown[], oldest: number): Reply {
  const hasMore = oldest > 1 && total > 0;
  return {
    status: 200,
    body: { versions, total, next_cursor: hasMore ? toCursor({ below: oldest }) : null },
  };
}
