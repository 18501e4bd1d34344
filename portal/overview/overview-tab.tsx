// The overview of a pipeline: the current version, the draft's changes, and the history.
import { Link } from 'wouter-preact';
import type { Pipeline } from '../../client/types.ts';
import { VersionHistory } from '../history/version-history.tsx';
import { addressOf } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { DraftSection } from './draft-section.tsx';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

export function OverviewTab({ id, pipeline }: Props) {
  return (
    <>
      {pipeline.latest_version !== null && <CurrentVersion id={id} pipeline={pipeline} />}
      <DraftSection id={id} pipeline={pipeline} />
      <VersionHistory id={id} pipeline={pipeline} />
    </>
  );
}

/** One line; the version's page has the whole message. */
function CurrentVersion({ id, pipeline }: Props) {
  const { latest_version: version, message, published_at, published_by } = pipeline;
  return (
    <section aria-label="Current version" class="current-version">
      <Link class="number" href={addressOf(id, `versions/${version}`)}>
        v{version}
      </Link>
      <span class="message" title={message ?? undefined}>
        {message}
      </span>
      <span class="faint about">
        {published_by && `${published_by} · `}
        {published_at && <RelativeTime time={published_at} />}
      </span>
      <Link class="compare" href={addressOf(id, 'compare')}>
        Compare versions
      </Link>
    </section>
  );
}
