// Asks for the path of a new file, and shows why it cannot be used: by our rules, or by the service's answer.
import { useMutation } from '@tanstack/preact-query';
import type { RefObject } from 'preact';
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
  const input = useRef<HTMLInputElement>(null);
  const making = useMutation({
    mutationFn: make,
    onSuccess: (_, made) => {
      onClose();
      onMade(made);
    },
  });
  const problem = pathProblem(path, taken);

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
        <PathField
          input={input}
          path={path}
          problem={isTouched && path !== initial ? problem : undefined}
          onInput={type}
        />
        {suggestions.length > 0 && <Suggestions paths={suggestions} onChoose={suggest} />}
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

interface PathFieldProps {
  readonly input: RefObject<HTMLInputElement>;
  readonly path: string;
  readonly problem: string | undefined;
  readonly onInput: (path: string) => void;
}

function PathField({ input, path, problem, onInput }: PathFieldProps) {
  const field = useId();
  return (
    <>
      <label for={field}>Path</label>
      <input
        id={field}
        ref={input}
        class="path"
        value={path}
        onInput={(event) => onInput(event.currentTarget.value)}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-describedby={`${field}-problem`}
        aria-invalid={problem !== undefined}
      />
      <p id={`${field}-problem`} class="problem" aria-live="polite">
        {problem}
      </p>
    </>
  );
}

interface SuggestionsProps {
  readonly paths: readonly string[];
  readonly onChoose: (path: string) => void;
}

function Suggestions({ paths, onChoose }: SuggestionsProps) {
  return (
    <p class="toolbar">
      <span class="faint">Such as</span>
      {paths.map((path) => (
        <button key={path} type="button" class="path" onClick={() => onChoose(path)}>
          {path}
        </button>
      ))}
    </p>
  );
}
