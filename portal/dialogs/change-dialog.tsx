// The dialog that publish, roll back and restore share: input, list of changes, buttons and outcome.
import type { ComponentChildren, TargetedSubmitEvent } from 'preact';
import type { PipelineId } from '../service/pipeline-id.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { RefusalNotice } from './refusal-notice.tsx';
import { SeenChanges } from './seen-changes.tsx';
import type { Change } from './use-change.ts';
import './change-dialog.css';

interface Words {
  readonly title: string;
  /** Labels of the button: at first, during the request, and after an answer was lost. */
  readonly action: string;
  readonly busy: string;
  readonly again: string;
  /** Shown after an answer was lost. */
  readonly unknown: string;
  /** Shown if nothing differs. */
  readonly none: string;
}

interface Props {
  readonly id: PipelineId;
  readonly change: Change;
  readonly words: Words;
  readonly button: 'primary' | 'danger';
  /** The input field. */
  readonly field?: ComponentChildren;
  /** Shown above the list. */
  readonly introduction?: ComponentChildren;
  /** Shown below the list. */
  readonly note?: ComponentChildren;
  readonly onClose: () => void;
}

export function ChangeDialog({ id, change, words, button, field, introduction, note, onClose }: Props) {
  const { look, isReady, isPending, isUnknown, error } = change;

  function submit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    change.confirm();
  }

  return (
    <Dialog wide title={words.title} onClose={() => isPending || onClose()}>
      <form class="change-dialog" noValidate onSubmit={submit}>
        {field}
        <RefusalNotice error={error} hasList={(look.seen?.files.length ?? 0) > 0} />
        {isUnknown && <p>{words.unknown}</p>}
        <SeenChanges id={id} look={look} none={words.none}>
          {introduction}
        </SeenChanges>
        {note}
        <div class="actions">
          <button type="button" onClick={onClose} disabled={isPending}>
            Cancel
          </button>
          <ConfirmButton class={button} isReady={isReady}>
            {labelOf(change, words)}
          </ConfirmButton>
        </div>
      </form>
    </Dialog>
  );
}

function labelOf({ isPending, isUnknown, isOutdated }: Change, { action, busy, again }: Words): string {
  if (isPending) return busy;
  if (isUnknown) return again;
  return isOutdated ? 'Show the new list' : action;
}
