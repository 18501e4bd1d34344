// Makes the draft a version's files again, after showing what that would change.
import { useMutation } from '@tanstack/preact-query';
import { ApiError } from '../../client/errors.ts';
import type { Pipeline } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { pipelineKey } from '../service/queries.ts';
import { queryClient } from '../service/query-client.ts';
import { service } from '../service/service.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { RefusalNotice } from './refusal-notice.tsx';
import { SeenChanges } from './seen-changes.tsx';
import { type SeenComparison, useSeenComparison } from './seen-comparison.ts';
import './restore-dialog.css';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly version: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function RestoreDialog({ id, pipeline, version, onClose, onDone }: Props) {
  const look = useSeenComparison(id, pipeline, { from: 'draft', to: String(version) });
  const restore = useRestore(id, version, look, onDone);
  const isDiscard = version === pipeline.latest_version;
  const action = isDiscard ? 'Discard changes' : 'Restore';
  const isReady = look.seen !== undefined && (look.movement !== undefined || look.seen.files.length > 0);

  function confirm(): void {
    if (look.movement === undefined) restore.mutate();
    else {
      restore.reset();
      look.lookAgain();
    }
  }

  return (
    <Dialog
      wide
      title={isDiscard ? 'Discard changes' : `Restore version ${version} into the draft`}
      onClose={() => restore.isPending || onClose()}
    >
      <RefusalNotice error={restore.error} />
      {/* While it is restored, what moves is this. */}
      <SeenChanges
        id={id}
        look={restore.isPending ? { ...look, movement: undefined } : look}
        none={`The draft has the files of version ${version} already.`}
      >
        <p class="restore-explanation">
          The draft becomes version {version} again, with the changes below. Unpublished changes of these
          files are overwritten; what they were before stays in the bucket’s history.
        </p>
      </SeenChanges>
      <div class="actions">
        <button type="button" onClick={onClose} disabled={restore.isPending}>
          Cancel
        </button>
        <ConfirmButton class="danger" isReady={isReady && !restore.isPending} onConfirm={confirm}>
          {restore.isPending ? 'Restoring…' : look.movement ? 'Show the new list' : action}
        </ConfirmButton>
      </div>
    </Dialog>
  );
}

function useRestore(id: PipelineId, version: number, look: SeenComparison, onDone: () => void) {
  return useMutation({
    mutationFn: () =>
      service.restoreDraft({
        path: id,
        body: { version, expected_draft: look.seen?.from.fingerprint },
      }),
    onSuccess() {
      // The service has just looked at the draft.
      void queryClient.invalidateQueries({ queryKey: pipelineKey(id) });
      onDone();
    },
    onError(error) {
      if (error instanceof ApiError && error.code === 'PRECONDITION_FAILED') look.lookAgain();
    },
  });
}
