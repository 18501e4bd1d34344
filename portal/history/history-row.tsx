// One version in the history: the whole row leads to its page, which begins with its diff. Its number is known before its
// summary, so its links work while it loads.
import { Link } from 'wouter-preact';
import type { PipelineVersionSummary } from '../../client/types.ts';
import type { Ask } from '../dialogs/version-dialogs.tsx';
import { addressOf } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { LastRun } from '../version/last-run.tsx';
import { VersionBadges } from '../version/version-badges.tsx';
import { HistoryChips } from './history-chips.tsx';
import { RowActions } from './row-actions.tsx';

interface Props {
  readonly id: PipelineId;
  readonly number: number;
  /** `undefined` while it loads. */
  readonly version: PipelineVersionSummary | undefined;
  readonly isLive: boolean;
  /** Whether the row is in the window. */
  readonly isSeen: boolean;
  readonly ask: Ask;
}

export function HistoryRow({ id, number, version, isLive, isSeen, ask }: Props) {
  return (
    <div class="row">
      <div class="about">
        <div class="head">
          <Link class="title" href={addressOf(id, `versions/${number}`)}>
            <span class="number">v{number}</span> {version ? firstLine(version.message) : '…'}
          </Link>
          {version && <VersionBadges id={id} version={version} isLive={isLive} />}
        </div>
        <div class="details">
          {version ? <Details version={version} /> : <span>Loading …</span>}
          {version?.change ? (
            <span class={`change ${version.change}`}>{version.change}</span>
          ) : (
            <HistoryChips id={id} version={number} isSeen={isSeen && version !== undefined} />
          )}
        </div>
      </div>
      <RowActions id={id} number={number} isLive={isLive} ask={ask} />
    </div>
  );
}

function Details({
  version: { created_by, created_by_subject, created_at, file_count, runs },
}: {
  readonly version: PipelineVersionSummary;
}) {
  return (
    <>
      {created_by !== null && (
        <span class="author" title={created_by_subject ?? created_by}>
          {created_by}
        </span>
      )}
      <RelativeTime time={created_at} />
      <span>{file_count === 1 ? '1 file' : `${file_count} files`}</span>
      <LastRun runs={runs} />
    </>
  );
}

/** The version's page has the whole message. */
function firstLine(message: string): string {
  const [first = '', ...rest] = message.split('\n');
  return rest.length === 0 ? first : `${first} …`;
}
