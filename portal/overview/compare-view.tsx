import type { Pipeline } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

export function CompareView({ pipeline }: Props) {
  return <p>{pipeline.name}</p>;
}
