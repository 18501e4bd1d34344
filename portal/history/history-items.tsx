// Draws the rows of the history near the window, and reads their versions.
import { ApiError } from '../../client/errors.ts';
import type { Ask } from '../dialogs/version-dialogs.tsx';
import { useHistory, useHistoryPages } from '../service/history-query.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { dayAbove } from './day.ts';
import { HistoryRow } from './history-row.tsx';
import { useRows } from './use-rows.ts';

interface Props {
  readonly id: PipelineId;
  readonly newest: number;
  readonly ask: Ask;
}

const ESTIMATED_HEIGHT = 57;
/** Summaries read ahead of the window, so that people seldom see a row load. */
const ROWS_AHEAD = 25;

export function HistoryItems({ id, newest, ask }: Props) {
  const { versions } = useHistory(id);
  const rows = useRows({ name: pathOf(id), newest, estimatedHeight: ESTIMATED_HEIGHT });
  const { inWindow } = rows;
  const oldest = Math.max(1, inWindow.oldest - ROWS_AHEAD);
  const pages = useHistoryPages(id, { total: newest, newest: inWindow.newest, oldest });
  return (
    <>
      <ol
        ref={rows.list}
        style={{ height: rows.height }}
        onFocusIn={({ target }) => rows.keep(numberOf(target))}
        onFocusOut={() => rows.keep(undefined)}
      >
        {rows.items.map(({ index, key, start }) => {
          const number = newest - index;
          const version = versions.get(number);
          const day = dayAbove(version, versions.get(number + 1), number === newest);
          return (
            <li
              key={key}
              ref={rows.measure}
              data-index={index}
              data-number={number}
              aria-posinset={index + 1}
              aria-setsize={newest}
              style={{ top: start - rows.top }}
            >
              {day && <h3 class="day">{day}</h3>}
              <HistoryRow
                id={id}
                number={number}
                version={version}
                isLive={number === newest}
                isSeen={!rows.isScrolling && number <= inWindow.newest && number >= inWindow.oldest}
                ask={ask}
              />
            </li>
          );
        })}
      </ol>
      {/* A lost connection has its banner. */}
      {pages.error instanceof ApiError && (
        <div class="failure">
          <ErrorNotice error={pages.error} onRetry={() => void pages.refetch()} />
        </div>
      )}
    </>
  );
}

function numberOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-number]') : null;
  return row === null ? undefined : Number(row.dataset.number);
}
