// Publishes the draft, with a message, after showing what that changes for runs.
import type { TargetedSubmitEvent } from 'preact';
import type { Pipeline, PipelineVersion } from '../../client/types.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { useKeptMessage } from './kept-message.ts';
import { MessageField } from './message-field.tsx';
import { messageProblem } from './message-rules.ts';
import { publishRequest, usePublish } from './publish-request.ts';
import { RefusalNotice } from './refusal-notice.tsx';
import { SeenChanges } from './seen-changes.tsx';
import { useSeenComparison } from './seen-comparison.ts';
import './publish-dialog.css';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly onClose: () => void;
  readonly onDone: (version: PipelineVersion) => void;
}

export function PublishDialog({ id, pipeline, onClose, onDone }: Props) {
  const { message, write, forget } = useKeptMessage(`publish-message ${pathOf(id)}`);
  const look = useSeenComparison(id, pipeline, { from: 'current', to: 'draft' });
  const publish = usePublish(id, {
    onDone(version) {
      forget();
      onDone(version);
    },
    onMoved: look.lookAgain,
  });
  const { seen } = look;
  // After a lost answer the same request is sent again: it tells whether the first one was carried out.
  const isOutdated = look.movement !== undefined && !publish.mayBeDone;
  const hasChanges = seen !== undefined && seen.files.length > 0;
  const isReady = isOutdated || (hasChanges && messageProblem(message, { required: true }) === undefined);

  function submit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!isReady || publish.isPending) return;
    if (!isOutdated && seen) publish.mutate(publishRequest(message, seen));
    else {
      publish.reset();
      look.lookAgain();
    }
  }

  const next = (look.comparison?.from.version_number ?? pipeline.latest_version ?? 0) + 1;
  return (
    <Dialog wide title={`Publish version ${next}`} onClose={() => publish.isPending || onClose()}>
      <form class="publish" noValidate onSubmit={submit}>
        <MessageField label="Message" value={message} onInput={write} required />
        <RefusalNotice error={publish.error} />
        {publish.mayBeDone && <p>Whether it was published is not known. Publish again: it is done once.</p>}
        {/* While it is sent, what moves is this. */}
        <SeenChanges
          id={id}
          look={publish.isPending ? { ...look, movement: undefined } : look}
          none="The draft is what runs use already: there is nothing to publish."
        />
        <div class="actions">
          <button type="button" onClick={onClose} disabled={publish.isPending}>
            Cancel
          </button>
          <ConfirmButton class="primary" isReady={isReady && !publish.isPending}>
            {publish.isPending ? 'Publishing…' : isOutdated ? 'Show the new list' : 'Publish'}
          </ConfirmButton>
        </div>
      </form>
    </Dialog>
  );
}
