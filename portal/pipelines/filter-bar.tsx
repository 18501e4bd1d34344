// The list's filters. A choice adds an entry to the browser's history; typing replaces the current one.
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Filter } from './filter.ts';

interface Props {
  readonly filter: Filter;
  readonly namespaces: readonly string[];
  readonly layers: readonly string[];
  readonly searchField: RefObject<HTMLInputElement>;
  readonly onTyped: (text: string) => void;
  readonly onChosen: (change: Partial<Filter>) => void;
  /** Called for the down arrow in the search field. */
  readonly onDown: () => void;
}

export function FilterBar({ filter, namespaces, layers, searchField, onTyped, onChosen, onDown }: Props) {
  useSlashKey(searchField);
  return (
    <search class="toolbar filters">
      <span class="search">
        <input
          ref={searchField}
          type="search"
          aria-label="Search pipelines"
          aria-keyshortcuts="/"
          placeholder="Search names, messages and people"
          autocomplete="off"
          spellcheck={false}
          value={filter.text}
          onInput={({ currentTarget }) => onTyped(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' || event.isComposing) return;
            event.preventDefault();
            onDown();
          }}
        />
        <span class="key" aria-hidden="true">
          /
        </span>
      </span>
      <Choice
        label="Namespace"
        all="All namespaces"
        options={namespaces}
        chosen={filter.namespace}
        onChosen={(namespace) => onChosen({ namespace })}
      />
      <Choice
        label="Layer"
        all="All layers"
        options={layers}
        chosen={filter.layer}
        onChosen={(layer) => onChosen({ layer })}
      />
      <select
        aria-label="Order"
        value={filter.sort}
        onChange={({ currentTarget }) => onChosen({ sort: currentTarget.value })}
      >
        {ORDERS.map(([sort, label]) => (
          <option key={sort} value={sort}>
            {label}
          </option>
        ))}
        {!ORDERS.some(([sort]) => sort === filter.sort) && <option value={filter.sort}>By a column</option>}
      </select>
      <label>
        <input
          type="checkbox"
          checked={filter.onlyUnpublished}
          onChange={({ currentTarget }) => onChosen({ onlyUnpublished: currentTarget.checked })}
        />
        Only unpublished changes
      </label>
    </search>
  );
}

const ORDERS: readonly (readonly [sort: string, label: string])[] = [
  ['', 'By namespace and layer'],
  ['attention', 'Needs attention first'],
  ['published', 'Last published first'],
];

interface ChoiceProps {
  readonly label: string;
  readonly all: string;
  readonly options: readonly string[];
  readonly chosen: string;
  readonly onChosen: (value: string) => void;
}

function Choice({ label, all, options, chosen, onChosen }: ChoiceProps) {
  // An address can name a namespace that has no pipelines (yet).
  const shown = chosen === '' || options.includes(chosen) ? options : [chosen, ...options];
  return (
    <select aria-label={label} value={chosen} onChange={({ currentTarget }) => onChosen(currentTarget.value)}>
      <option value="">{all}</option>
      {shown.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}

function useSlashKey(field: RefObject<HTMLInputElement>): void {
  useEffect(() => {
    function focusField(event: KeyboardEvent): void {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('input, textarea, select')) return;
      event.preventDefault();
      field.current?.select();
    }
    window.addEventListener('keydown', focusField);
    return () => window.removeEventListener('keydown', focusField);
  }, [field]);
}
