// Asks for the path of a file that is to be made, says what is wrong with it, and what the service says of it.
import { useMutation } from '@tanstack/preact-query';
import { useId, useRef, useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { pathProblem } from './path-problem.ts';
import './file-dialog.css';

interface Props {
  readonly title: string;
  readonly action: string;
  readonly initial: string;
  readonly suggestions?: readonly string[];
  readonly taken: ReadonlySet<string>;
  readonly make: (path: string) => Promise<unknown>;
  readonly onMade: (path: string) => void;
  readonly onClose: () => void;
}

export function FileDialog(props: Props) {
  const { title, action, initial, suggestions = [], taken, make, onMade, onClose } = props;
  const [path, setPath] = useState(initial);
  const [isTouched, setTouched] = useState(false);
  const field = useId();
  const input = useRef<HTMLInputElement>(null);
  const making = useMutation({
    mutationFn: make,
    onSuccess: (_, made) => {
      onClose();
      onMade(made);
    },
  });
  const problem = pathProblem(path, taken);
  const shown = isTouched && path !== initial ? problem : undefined;

  function type(text: string): void {
    setPath(text);
    setTouched(true);
    making.reset();
  }

  function suggest(suggestion: string): void {
    type(suggestion);
    input.current?.focus();
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    setTouched(true);
    if (problem === undefined && !making.isPending) making.mutate(path);
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form class="file-dialog" onSubmit={submit} noValidate>
        <label for={field}>Path</label>
        <input
          id={field}
          ref={input}
          class="path"
          value={path}
          onInput={(event) => type(event.currentTarget.value)}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-describedby={`${field}-problem`}
          aria-invalid={shown !== undefined}
        />
        <p id={`${field}-problem`} class="problem" aria-live="polite">
          {shown}
        </p>
        {suggestions.length > 0 && (
          <p class="toolbar">
            <span class="faint">Such as</span>
            {suggestions.map((suggestion) => (
              <button key={suggestion} type="button" class="path" onClick={() => suggest(suggestion)}>
                {suggestion}
              </button>
            ))}
          </p>
        )}
        <ErrorNotice error={making.error} />
        <div class="actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={problem !== undefined || making.isPending}>
            {making.isPending ? `${action} …` : action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
