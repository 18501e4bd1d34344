// The overview of a pipeline: what is live, the draft's changes, and the history.
import type { Pipeline } from '../../client/types.ts';
import { VersionHistory } from '../history/version-history.tsx';
import type { PipelineId } from '../service/pipeline-id.ts';
import { DraftSection } from './draft-section.tsx';
import { LiveVersion } from './live-version.tsx';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

export function OverviewTab({ id, pipeline }: Props) {
  return (
    <>
      <LiveVersion id={id} pipeline={pipeline} />
      <DraftSection id={id} pipeline={pipeline} />
      <VersionHistory id={id} pipeline={pipeline} />
    </>
  );
}
