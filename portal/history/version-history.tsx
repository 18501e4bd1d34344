// Every version of a pipeline, newest first. Version numbers have no gaps, so the list has its full length from the
// start and reads only the pages that are in view.
import { useState } from 'preact/hooks';
import type { Pipeline } from '../../client/types.ts';
import { type Asked, VersionDialogs } from '../dialogs/version-dialogs.tsx';
import type { PipelineId } from '../service/pipeline-id.ts';
import { onDemand } from '../ui/on-demand.tsx';
import './version-history.css';

// The virtual list is as large as the rest of the overview, so it loads after the first view.
const HistoryItems = onDemand('the versions', async () => (await import('./history-items.tsx')).HistoryItems);

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

export function VersionHistory({ id, pipeline }: Props) {
  const [asked, ask] = useState<Asked>();
  const total = pipeline.latest_version ?? 0;
  return (
    <section class="history" aria-labelledby="history">
      <h2 id="history">
        Version history {total > 0 && <span class="faint">{total.toLocaleString('en')}</span>}
      </h2>
      <VersionDialogs id={id} pipeline={pipeline} asked={asked} onClose={() => ask(undefined)} />
      {total === 0 ? (
        <p class="faint">There is no version yet: publish the draft to make the first.</p>
      ) : (
        <HistoryItems id={id} newest={total} ask={ask} />
      )}
    </section>
  );
}
