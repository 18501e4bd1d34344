// Asks before a file of the draft is deleted.
import { useMutation } from '@tanstack/preact-query';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { deleteFile, showChange } from '../files/change-files.ts';
import { unsavedTexts } from '../files/unsaved-texts.ts';

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  /** Of the file that the person saw. */
  readonly etag: string;
  readonly onClose: () => void;
}

export function DeleteDialog({ id, path, etag, onClose }: Props) {
  const texts = unsavedTexts(id);
  const isEdited = texts.all().has(path);
  const deleting = useMutation({
    mutationFn: () => deleteFile(id, path, etag),
    onSuccess: () => {
      texts.drop(path);
      onClose();
    },
    onError: () => showChange(id),
  });
  return (
    <Dialog title={`Delete ${path}?`} onClose={onClose}>
      <p>
        The draft loses this file. Versions that pin it keep it, and the bucket keeps its old contents.
        {isEdited && ' Your unsaved changes in it are discarded.'}
      </p>
      <ErrorNotice error={deleting.error} />
      <div class="actions">
        <button type="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" class="danger" disabled={deleting.isPending} onClick={() => deleting.mutate()}>
          Delete
        </button>
      </div>
    </Dialog>
  );
}
