// The buttons of the draft, and the dialogs that they open.
import { useState } from 'preact/hooks';
import { isEmptyDraft } from '../../client/empty-draft.ts';
import type { Comparison, Pipeline } from '../../client/types.ts';
import { PublishDialog, RestoreDialog } from '../dialogs/on-demand-dialogs.ts';
import { useFreeze } from '../service/freeze-query.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { useMay } from '../service/rights.ts';
import { publishedText } from './published-text.ts';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly comparison: Comparison;
  /** Called with the outcome in a few words. */
  readonly onDone: (what: string) => void;
}

export function DraftActions({ id, pipeline, comparison, onDone }: Props) {
  const [asked, setAsked] = useState<'publish' | number>();
  const current = comparison.from.version_number;
  const isClean = comparison.files.length === 0;
  const mayEdit = useMay('editor', id);
  const mayPublish = useMay('publisher', id);
  const frozen = useFreeze(pipeline);
  const mayOverride = useMay('operator', id);
  const obstacle =
    frozen && !mayOverride
      ? `The ${frozen.scope} is frozen`
      : isEmptyDraft(comparison)
        ? 'The draft is empty'
        : isClean
          ? 'There are no changes to publish'
          : undefined;
  const close = () => setAsked(undefined);

  function finish(what: string): void {
    close();
    onDone(what);
  }

  return (
    <div class="toolbar">
      {!isClean && current !== null && mayEdit && (
        <button type="button" onClick={() => setAsked(current)}>
          Discard changes
        </button>
      )}
      {mayPublish && (
        <button
          type="button"
          class="primary"
          aria-disabled={obstacle !== undefined}
          title={obstacle}
          onClick={() => obstacle ?? setAsked('publish')}
        >
          Publish
        </button>
      )}
      {asked === 'publish' && (
        <PublishDialog
          id={id}
          pipeline={pipeline}
          onClose={close}
          onDone={(version) => finish(publishedText(version))}
        />
      )}
      {typeof asked === 'number' && (
        <RestoreDialog
          id={id}
          pipeline={pipeline}
          version={asked}
          onClose={close}
          onDone={() => finish(`The draft is version ${asked} again`)}
        />
      )}
    </div>
  );
}
