// The extensions of CodeMirror that the portal's editors use.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit, type LanguageSupport } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { CheckText } from './check-marks.ts';
import { appearance } from './editor-theme.ts';

/** Tab indents, so people need to know another way out: https://codemirror.net/examples/tab/ */
export const TAB_HINT = 'Tab indents. To leave the editor, press Escape, then Tab.';

/** The id of the element that describes the editor, within its shadow root. */
export const HINT_ID = 'hint';

interface Setup {
  /** Its extension chooses the language. */
  readonly path: string;
  /** The accessible name. */
  readonly label: string;
  readonly isReadOnly: boolean;
}

export function editorSetup({ path, label, isReadOnly }: Setup): Extension {
  const description = isReadOnly ? {} : { 'aria-describedby': HINT_ID };
  return [
    lineNumbers(),
    drawSelection(),
    bracketMatching(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    EditorState.allowMultipleSelections.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label, ...description }),
    appearance,
    language.of([]),
    marks.of([]),
    isReadOnly ? readOnly : editing(path),
  ];
}

const language = new Compartment();
const marks = new Compartment();

/** Keeps the cursor, so that the keyboard can search and copy read-only text. */
const readOnly: Extension = [EditorState.readOnly.of(true), keymap.of([...searchKeymap, ...defaultKeymap])];

function editing(path: string): Extension {
  return [
    history(),
    indentOnInput(),
    indentUnit.of(path.endsWith('.py') ? '    ' : '  '),
    keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
  ];
}

/** Highlighting loads after the text is shown. */
export async function addLanguage(view: EditorView, path: string): Promise<void> {
  const support = await languageOf(path);
  if (support !== undefined) view.dispatch({ effects: language.reconfigure(support) });
}

/** Marks what `check` finds, once the code for it is loaded. */
export async function addMarks(view: EditorView, check: CheckText): Promise<void> {
  const { checkMarks } = await import('./check-marks.ts');
  view.dispatch({ effects: marks.reconfigure(checkMarks(check)) });
}

async function languageOf(path: string): Promise<LanguageSupport | undefined> {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  if (ending === 'sql') return (await import('@codemirror/lang-sql')).sql();
  if (ending === 'py') return (await import('@codemirror/lang-python')).python();
  if (ending === 'yaml' || ending === 'yml') return (await import('@codemirror/lang-yaml')).yaml();
  return undefined;
}
