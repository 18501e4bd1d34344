// A dialog above the open view when the session ends. Unsaved text stays until the person has signed in again.
import type { UserManager } from 'oidc-client-ts';
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { wordsOf } from './failure.ts';
import { goToIssuer } from './sign-in.ts';

interface Props {
  readonly manager: UserManager;
  readonly why: string;
  readonly leave: () => Promise<void>;
}

let isAsking = false;

/** Never resolves: the person leaves the page either way. */
export function askInDialog(props: Props): Promise<never> {
  if (!isAsking)
    render(<SessionEnded {...props} />, document.body.appendChild(document.createElement('div')));
  isAsking = true;
  return new Promise<never>(() => undefined);
}

// This is a second Preact tree. Without a prefix its generated ids could equal those of the first.
const TITLE = 'sign-in-again';

function open(dialog: HTMLDialogElement | null): void {
  if (dialog !== null && !dialog.open) dialog.showModal();
}

function SessionEnded({ manager, why, leave }: Props) {
  const [problem, setProblem] = useState('');
  const again = () => goToIssuer(manager).catch((error: unknown) => setProblem(wordsOf(error, manager)));
  return (
    <dialog ref={open} aria-labelledby={TITLE} onClose={({ currentTarget }) => open(currentTarget)}>
      <h2 id={TITLE}>Sign in again</h2>
      <p>{why} Your text is kept.</p>
      {problem && (
        <p class="notice error" role="alert">
          {problem}
        </p>
      )}
      <div class="actions">
        <button type="button" onClick={leave}>
          Sign out
        </button>
        {/* biome-ignore lint/a11y/noAutofocus: a dialog gives the focus to what is most likely meant */}
        <button type="button" class="primary" autoFocus onClick={again}>
          Sign in again
        </button>
      </div>
    </dialog>
  );
}
