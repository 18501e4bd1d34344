// The button that answers what a dialog asks. One press is one answer: the rest of a double click, or of a key held
// down, answers nothing, since the question may be another one by then.
import type { ComponentChildren } from 'preact';

interface Props {
  readonly class: 'primary' | 'danger';
  /** Not ready, it keeps the focus and does nothing. */
  readonly isReady: boolean;
  /** Without it, the form around is submitted. */
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
