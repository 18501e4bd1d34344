// The changes that a dialog asks about, and a notice if they have become outdated.
import type { ComponentChildren } from 'preact';
import type { ComparedSide } from '../../client/types.ts';
import { FileChanges } from '../compare/file-changes.tsx';
import type { PipelineId } from '../service/pipeline-id.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import type { SeenComparison } from './seen-comparison.ts';

interface Props {
  readonly id: PipelineId;
  readonly look: SeenComparison;
  /** Shown if nothing differs. */
  readonly none: string;
  /** Shown above the list. */
  readonly children?: ComponentChildren;
}

export function SeenChanges({ id, look, none, children }: Props) {
  const { comparison, error, movement, sides } = look;
  return (
    <>
      <div role="alert">{movement && <p class="notice warning">{movement}</p>}</div>
      {comparison === undefined && error === null && <Loading what="the changes" />}
      <ErrorNotice error={error} />
      {comparison && comparison.files.length > 0 && children}
      {comparison && (
        <FileChanges
          id={id}
          comparison={comparison}
          sides={{ from: numbered(sides.from, comparison.from), to: numbered(sides.to, comparison.to) }}
          none={none}
        />
      )}
    </>
  );
}

/** Requests diffs of the listed states, even if another version is current by now. */
function numbered(side: string, { version_number }: ComparedSide): string {
  return version_number === null ? side : String(version_number);
}
