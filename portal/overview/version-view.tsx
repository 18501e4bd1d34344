import type { Pipeline } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly version: number;
}

export function VersionView({ version }: Props) {
  return <p>{version}</p>;
}
