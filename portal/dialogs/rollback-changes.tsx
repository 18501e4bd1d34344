// What a rollback would change for runs, and what it leaves alone.
import type { Comparison, Pipeline } from '../../client/types.ts';
import { FileChanges } from '../compare/file-changes.tsx';
import type { PipelineId } from '../service/pipeline-id.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import type { SeenComparison } from './seen-comparison.ts';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly version: number;
  readonly look: SeenComparison;
}

export function RollbackChanges({ id, pipeline, version, look }: Props) {
  const { comparison, error, movement } = look;
  return (
    <>
      <div role="alert">{movement && <p class="notice warning">{movement}</p>}</div>
      {comparison === undefined && error === null && <Loading what="the changes" />}
      <ErrorNotice error={error} />
      {comparison && <Changes id={id} version={version} comparison={comparison} />}
      {comparison && comparison.to.fingerprint !== pipeline.draft.fingerprint && (
        <p class="notice warning">
          The draft differs from version {version} and stays as it is; publishing it would make it live in
          turn.
        </p>
      )}
    </>
  );
}

interface ChangesProps {
  readonly id: PipelineId;
  readonly version: number;
  readonly comparison: Comparison;
}

function Changes({ id, version, comparison }: ChangesProps) {
  const current = comparison.from.version_number;
  // By numbers: the diffs are of what is listed, whatever is live by now.
  const sides = { from: String(current), to: String(version) };
  return (
    <>
      <p>
        The files of version {version} become live again as a new version. For runs this changes, against
        version {current}:
      </p>
      <FileChanges
        id={id}
        comparison={comparison}
        sides={sides}
        none={`Nothing: version ${current} has the same files.`}
      />
    </>
  );
}
