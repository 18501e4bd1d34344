// Marks what checks find in an editor's text: F8 goes to the next mark, Ctrl+Shift+M lists all of them.
import { type Diagnostic, linter, lintKeymap } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

/** A finding in the text. Lines and columns count from 1, columns in UTF-16 code units; `null`: the whole file. */
export interface Mark {
  readonly level: 'error' | 'warning';
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly rule: string;
}

export type CheckText = (text: string) => Promise<readonly Mark[]>;

const PAUSE_MS = 400;

/** Checks the text at first and in each pause of typing. */
export function checkMarks(check: CheckText): Extension {
  return [
    linter(
      async ({ state: { doc } }) => (await check(doc.toString())).map((mark) => diagnosticOf(mark, doc)),
      { delay: PAUSE_MS },
    ),
    keymap.of(lintKeymap),
    look,
  ];
}

function diagnosticOf({ level, line, column, message, rule }: Mark, doc: Text): Diagnostic {
  const { from, to } = doc.line(Math.min(line ?? 1, doc.lines));
  const start = Math.min(from + (column ?? 1) - 1, to);
  return { from: start, to, severity: level, message, source: rule };
}

// The page's Content-Security-Policy forbids the images by which the library underlines.
const underlined = (color: string) => ({ backgroundImage: 'none', borderBottom: `2px dotted ${color}` });

const look = EditorView.theme({
  '.cm-lintRange-error': underlined('var(--removed)'),
  '.cm-lintRange-warning': underlined('var(--changed)'),
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--removed)' },
  '.cm-lintPoint-warning::after': { borderBottomColor: 'var(--changed)' },
  '.cm-tooltip, .cm-panel.cm-panel-lint': {
    border: '1px solid var(--line-strong)',
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    font: 'var(--size-small) var(--sans)',
  },
  '.cm-tooltip': { maxWidth: '60ch' },
  '.cm-diagnostic': { padding: 'var(--space-1) var(--space-2)', borderLeft: '3px solid var(--line-strong)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--removed)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--changed)' },
  '.cm-diagnosticSource': { color: 'var(--faint)', fontSize: 'inherit', opacity: '1' },
  '.cm-panel.cm-panel-lint ul [aria-selected]': { backgroundColor: 'var(--hover)' },
  '.cm-panel.cm-panel-lint ul:focus [aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--text)',
  },
  '.cm-panel.cm-panel-lint [name=close]': { color: 'var(--text)' },
});
