// Versions that were found, as rows under their days.
import type { PipelineVersionSummary } from '../../client/types.ts';
import type { Ask } from '../dialogs/version-dialogs.tsx';
import type { PipelineId } from '../service/pipeline-id.ts';
import { dayAbove } from './day.ts';
import { HistoryRow } from './history-row.tsx';

export interface FoundProps {
  readonly id: PipelineId;
  readonly newest: number;
  readonly ask: Ask;
}

interface Props extends FoundProps {
  readonly found: readonly PipelineVersionSummary[];
}

export function FoundRows({ id, newest, ask, found }: Props) {
  return (
    <ol class="found">
      {found.map((version, index) => {
        const day = dayAbove(version, found[index - 1], index === 0);
        return (
          <li key={version.version_number} data-number={version.version_number}>
            {day && <h3 class="day">{day}</h3>}
            <HistoryRow
              id={id}
              number={version.version_number}
              version={version}
              isLive={version.version_number === newest}
              isSeen={false}
              ask={ask}
            />
          </li>
        );
      })}
    </ol>
  );
}
