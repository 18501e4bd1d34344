// A modal dialog on the browser's <dialog>: it traps the focus, Esc closes it, and the focus returns to where it was.
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

const open: RefObject<HTMLDialogElement>[] = [];

/** Open while it is rendered. The element with `autofocus` takes the focus, else the first that can. */
export function Dialog({ title, onClose, wide = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();

  // In a layout effect, so that the next key press already goes to the dialog.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    open.push(dialog);
    return () => {
      open.splice(open.indexOf(dialog), 1);
      element?.close();
    };
  }, []);
  useEscape(dialog, onClose);

  return (
    <dialog
      ref={dialog}
      class={wide ? 'wide' : undefined}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // A browser can close the dialog without asking, such as for a phone's second back button. Open it again and ask.
      onClose={({ currentTarget }) => {
        if (dialog.current === null) return;
        currentTarget.showModal();
        onClose();
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}

/** Browsers close a dialog at the second Esc in a row and ignore preventDefault. Here the caller decides. */
function useEscape(dialog: RefObject<HTMLDialogElement>, onEscape: () => void): void {
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.key !== 'Escape' || event.isComposing || open.at(-1) !== dialog) return;
      event.preventDefault();
      onEscape();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [dialog, onEscape]);
}
