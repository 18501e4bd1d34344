// The field for a namespace or a name. It says what is wrong while somebody types, and before that what it takes.
import { useId } from 'preact/hooks';
import { nameProblem } from '../../client/new-pipeline.ts';

interface Props {
  readonly what: 'namespace' | 'name';
  readonly value: string;
  readonly suggestions: readonly string[];
  readonly onInput: (text: string) => void;
}

const LABELS = { namespace: 'Namespace', name: 'Name' };
const RULE = 'a to z in lower case, 0 to 9, _ and -';

export function NameField({ what, value, suggestions, onInput }: Props) {
  const id = useId();
  const problem = value === '' ? undefined : nameProblem(what, value);
  return (
    <>
      <label for={id}>{LABELS[what]}</label>
      <input
        id={id}
        class="path"
        value={value}
        list={`${id}-list`}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-required
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-rule`}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      <datalist id={`${id}-list`}>
        {suggestions.map((text) => (
          <option key={text} value={text} />
        ))}
      </datalist>
      <p id={`${id}-rule`} class={problem === undefined ? 'rule faint' : 'rule problem'} aria-live="polite">
        {problem ?? RULE}
      </p>
    </>
  );
}
