// Every version of a pipeline, newest first. Version numbers have no gaps, so the list has its full length from the
// start and reads only the pages that are in view.
import { useState } from 'preact/hooks';
import type { Pipeline } from '../../client/types.ts';
import { type Asked, VersionDialogs } from '../dialogs/version-dialogs.tsx';
import type { PipelineId } from '../service/pipeline-id.ts';
import { onDemand } from '../ui/on-demand.tsx';
import { HistoryFilter, useHistoryFilter } from './history-filter.tsx';
import './version-history.css';

// The virtual list is as large as the rest of the overview, so it loads after the first view.
const HistoryItems = onDemand('the versions', async () => (await import('./history-items.tsx')).HistoryItems);

const FoundVersions = onDemand(
  'what was found',
  async () => (await import('./found-versions.tsx')).FoundVersions,
);

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

export function VersionHistory({ id, pipeline }: Props) {
  const [asked, ask] = useState<Asked>();
  const filter = useHistoryFilter();
  const total = pipeline.latest_version ?? 0;
  return (
    <section class="history" aria-labelledby="history">
      <div class="section-head">
        <h2 id="history">
          Version history {total > 0 && <span class="faint">{total.toLocaleString('en')}</span>}
        </h2>
        <span class="spread" />
        {(total > 1 || filter !== '') && <HistoryFilter id={id} text={filter} />}
      </div>
      <VersionDialogs id={id} pipeline={pipeline} asked={asked} onClose={() => ask(undefined)} />
      {total === 0 ? (
        <p class="faint">There is no version yet: publish the draft to make the first.</p>
      ) : (
        <Items {...{ id, ask, newest: total, text: filter.trim() }} />
      )}
    </section>
  );
}

interface ItemsProps extends Pick<Props, 'id'> {
  readonly newest: number;
  readonly text: string;
  readonly ask: (asked: Asked) => void;
}

function Items({ text, ...all }: ItemsProps) {
  return text === '' ? <HistoryItems {...all} /> : <FoundVersions {...all} text={text} />;
}
