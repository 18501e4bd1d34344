// What runs use now, in two lines on top of the overview; the version's page has the whole message.
import { Link } from 'wouter-preact';
import type { Pipeline } from '../../client/types.ts';
import { addressOf } from '../service/addresses.ts';
import { useHistory } from '../service/history-query.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useFreshRuns } from '../service/runs-query.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { LastRun } from '../version/last-run.tsx';
import { VersionBadges } from '../version/version-badges.tsx';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

export function LiveVersion({ id, pipeline }: Props) {
  const { latest_version: number, message, published_at, published_by } = pipeline;
  if (number === null)
    return (
      <section aria-label="Current version">
        <p class="faint">Nothing can run yet: this draft has never been published.</p>
      </section>
    );
  return (
    <section aria-label="Current version" class="current-version">
      <p>
        Live:{' '}
        <Link class="number" href={addressOf(id, `versions/${number}`)}>
          v{number}
        </Link>
        {published_at && (
          <>
            {' · published '}
            <RelativeTime time={published_at} />
          </>
        )}
        {published_by && ` by ${published_by}`}
        <Summary id={id} number={number} />
      </p>
      <p class="message" title={message ?? undefined}>
        {message}
      </p>
      <Link class="compare" href={addressOf(id, 'compare')}>
        Compare versions
      </Link>
    </section>
  );
}

/** Once the history below has read it. */
function Summary({ id, number }: { readonly id: PipelineId; readonly number: number }) {
  const version = useHistory(id).versions.get(number);
  useFreshRuns(id, version !== undefined);
  if (version === undefined) return null;
  const { file_count: count, checks, runs } = version;
  return (
    <>
      {` · ${count.toLocaleString('en')} ${count === 1 ? 'file' : 'files'} `}
      {checks === 'passed' && <span class="badge published">checks passed</span>}
      {checks === 'incomplete' && (
        <span class="badge none" title="No errors were found; not everything was looked at">
          checks incomplete
        </span>
      )}
      <VersionBadges id={id} version={version} isLive={false} />
      {runs?.last && ' · '}
      <LastRun runs={runs} />
    </>
  );
}
