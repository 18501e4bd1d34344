// The button that confirms a dialog. The second half of a double click and a key held down do nothing, because the
// dialog may show another list by then.
import type { ComponentChildren } from 'preact';

interface Props {
  readonly class: 'primary' | 'danger';
  /** If not ready, the button keeps the focus and does nothing. */
  readonly isReady: boolean;
  /** Without it the button submits its form. */
  readonly onConfirm?: () => void;
  readonly children: ComponentChildren;
}

export function ConfirmButton({ class: kind, isReady, onConfirm, children }: Props) {
  return (
    <button
      type={onConfirm ? 'button' : 'submit'}
      class={kind}
      aria-disabled={!isReady}
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      onClick={(event) => {
        if (!isReady || event.detail > 1) event.preventDefault();
        else onConfirm?.();
      }}
    >
      {children}
    </button>
  );
}
