// The pipeline's files: those of the draft in an editor, or with ?version=N those of a version, read-only.
import type { Pipeline } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useQueryString } from '../service/query-string.ts';
import { DraftCode } from './draft-code.tsx';
import { useLeaving } from './use-leaving.tsx';
import { VersionCode } from './version-code.tsx';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

export function CodeTab({ id, pipeline }: Props) {
  const parameters = new URLSearchParams(useQueryString());
  const leaving = useLeaving(id);
  const file = parameters.get('file') ?? undefined;
  const version = /^[1-9]\d*$/.exec(parameters.get('version') ?? '')?.[0];
  return (
    <>
      {version === undefined ? (
        <DraftCode id={id} pipeline={pipeline} file={file} />
      ) : (
        <VersionCode key={version} id={id} version={Number(version)} file={file} />
      )}
      {leaving}
    </>
  );
}
