// The field for a version's message. It checks the rules while the person types; Ctrl+Enter submits its form.
import { useId, useState } from 'preact/hooks';
import { MAX_MESSAGE_CHARACTERS, messageLength, messageProblem } from './message-rules.ts';
import './message-field.css';

interface Props {
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly label: string;
  readonly required: boolean;
  readonly rows?: number;
}

const SEND_KEYS = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘ Enter' : 'Ctrl+Enter';

const SendKeys = () => <span class="shortcut">{SEND_KEYS} sends it.</span>;

export function MessageField({ value, onInput, label, required, rows = 3 }: Props) {
  const id = useId();
  // An untouched field shows no problem.
  const [isTouched, setTouched] = useState(false);
  const problem = value === '' && !isTouched ? undefined : messageProblem(value, { required });
  const isMissing = required && value.trim() === '';

  return (
    <div class="message-field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        value={value}
        aria-required={required}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-rules ${id}-count`}
        onInput={({ currentTarget }) => {
          setTouched(true);
          onInput(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          if (event.repeat) return;
          setTouched(true);
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <div class="about">
        <p id={`${id}-rules`} class={problem === undefined ? 'faint' : 'problem'} aria-live="polite">
          {problem ?? (isMissing ? 'A message is missing: say what is new.' : <SendKeys />)}
        </p>
        <p id={`${id}-count`} class="count faint">
          {messageLength(value).toLocaleString('en')} of {MAX_MESSAGE_CHARACTERS.toLocaleString('en')}{' '}
          characters
        </p>
      </div>
    </div>
  );
}
