// Publishes an old version again, after showing what that changes for runs.
import type { TargetedSubmitEvent } from 'preact';
import type { Pipeline, PipelineVersion } from '../../client/types.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useKeptMessage } from './kept-message.ts';
import { MessageField } from './message-field.tsx';
import { messageProblem } from './message-rules.ts';
import { RefusalNotice } from './refusal-notice.tsx';
import { RollbackChanges } from './rollback-changes.tsx';
import { rollbackRequest, useRollback } from './rollback-request.ts';
import { useSeenComparison } from './seen-comparison.ts';
import './rollback-dialog.css';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly version: number;
  readonly onClose: () => void;
  readonly onDone: (made: PipelineVersion) => void;
}

export function RollbackDialog({ id, pipeline, version, onClose, onDone }: Props) {
  const { message, write, forget } = useKeptMessage(`rollback-message ${pathOf(id)} ${version}`);
  const look = useSeenComparison(id, pipeline, { from: 'current', to: String(version) });
  const rollback = useRollback(id, version, {
    onMoved: look.lookAgain,
    onDone(made) {
      forget();
      onDone(made);
    },
  });
  const { seen } = look;
  // What may have been done already is settled first: the same request again tells.
  const isOutdated = look.movement !== undefined && !rollback.mayBeDone;
  const isReady = isOutdated || (seen && messageProblem(message, { required: false }) === undefined);

  function submit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!isReady || rollback.isPending) return;
    if (!isOutdated && seen) rollback.mutate(rollbackRequest(message, seen));
    else {
      rollback.reset();
      look.lookAgain();
    }
  }

  return (
    <Dialog wide title={`Rollback to version ${version}`} onClose={() => rollback.isPending || onClose()}>
      <form class="rollback" noValidate onSubmit={submit}>
        <RefusalNotice error={rollback.error} />
        {rollback.mayBeDone && (
          <p>Whether the rollback was carried out is not known. Try again: it is done once.</p>
        )}
        <RollbackChanges id={id} pipeline={pipeline} version={version} look={look} />
        <MessageField
          label={`Message (if left empty: “Rollback to version ${version}”)`}
          value={message}
          onInput={write}
          required={false}
          rows={2}
        />
        <div class="actions">
          <button type="button" onClick={onClose} disabled={rollback.isPending}>
            Cancel
          </button>
          <button type="submit" class="primary" aria-disabled={!isReady || rollback.isPending}>
            {labelOf(rollback, isOutdated)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

type Progress = Pick<ReturnType<typeof useRollback>, 'isPending' | 'mayBeDone'>;

function labelOf({ isPending, mayBeDone }: Progress, isOutdated: boolean): string {
  if (isPending) return 'Rolling back…';
  if (mayBeDone) return 'Try again';
  return isOutdated ? 'Show the new list' : 'Rollback';
}
