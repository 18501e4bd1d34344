// The draft's changes against the current version, with the buttons to publish or discard them.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isEmptyDraft } from '../../client/empty-draft.ts';
import type { Comparison, Pipeline } from '../../client/types.ts';
import { useLiveComparison } from '../compare/live-comparison.ts';
import { FileChanges } from '../compare/on-demand-changes.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { DraftActions } from './draft-actions.tsx';
import './draft-section.css';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

const SIDES = { from: 'current', to: 'draft' };

export function DraftSection({ id, pipeline }: Props) {
  const { data: comparison, error, isPending } = useLiveComparison(id, pipeline, SIDES);
  const isClean = comparison?.files.length === 0;
  const [done, setDone] = useDone(isClean);
  const heading = useRef<HTMLHeadingElement>(null);

  // The discard button disappears with the changes, so the focus needs a new place.
  useEffect(() => {
    if (isClean && done && document.activeElement === document.body) heading.current?.focus();
  }, [isClean, done]);

  return (
    <section aria-labelledby="draft" class="draft">
      <div class="section-head">
        <h2 id="draft" ref={heading} tabIndex={-1}>
          Draft
        </h2>
        <p role="status">{done}</p>
        {comparison && <DraftActions id={id} pipeline={pipeline} comparison={comparison} onDone={setDone} />}
      </div>
      {isPending && <Loading what="the draft's changes" />}
      {comparison === undefined && <ErrorNotice error={error} />}
      {comparison && <Changes id={id} comparison={comparison} />}
    </section>
  );
}

/** The outcome of the last action. It disappears when the draft, clean since then, changes. */
function useDone(isClean: boolean) {
  const [done, setDone] = useState('');
  const wasClean = useRef(isClean);
  useEffect(() => {
    if (wasClean.current && !isClean) setDone('');
    wasClean.current = isClean;
  }, [isClean]);
  return [done, setDone] as const;
}

function Changes({ id, comparison }: { readonly id: PipelineId; readonly comparison: Comparison }) {
  const current = comparison.from.version_number;
  return (
    <>
      {isEmptyDraft(comparison) && <p class="faint">The draft is empty.</p>}
      {comparison.files.length > 0 && <FileChanges id={id} comparison={comparison} sides={SIDES} none="" />}
      {comparison.files.length === 0 && current !== null && (
        <p class="faint">No unpublished changes: the draft is what runs use (v{current}).</p>
      )}
    </>
  );
}
