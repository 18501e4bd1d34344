// One text in an editor.
import { historyField } from '@codemirror/commands';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { CheckText } from './check-marks.ts';
import { addLanguage, addMarks, editorSetup } from './editor-setup.ts';
import { rootIn } from './shadow-host.ts';
import { fromOutside, showText } from './show-text.ts';

interface Props {
  /** Its extension chooses the language. Give the component another key for another file. */
  readonly path: string;
  readonly label: string;
  readonly text: string;
  /** Without it the editor is read-only. */
  readonly onChange?: (text: string) => void;
  /** What it finds is marked. */
  readonly check?: CheckText;
  /** Keeps the cursor and the undo history while the person looks at other files. */
  readonly memory?: EditorMemory;
}

/** By path. */
export type EditorMemory = Map<string, unknown>;

export function TextEditor({ path, label, text, onChange, check, memory }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>();
  const changed = useRef(onChange);
  changed.current = onChange;
  const checking = useRef(check);
  checking.current = check;

  // One editor lives as long as the file is shown
  useEffect(() => {
    const root = rootIn(host.current as HTMLElement);
    const extensions = [
      editorSetup({ path, label, isReadOnly: onChange === undefined }),
      EditorView.updateListener.of((update) => {
        const isTyped = !update.transactions.some((transaction) => transaction.annotation(fromOutside));
        if (update.docChanged && isTyped) changed.current?.(update.state.doc.toString());
      }),
    ];
    const editor = new EditorView({
      state: stateOf(text, extensions, memory?.get(path)),
      root,
      parent: root,
    });
    view.current = editor;
    void addLanguage(editor, path);
    if (check !== undefined) void addMarks(editor, async (typed) => (await checking.current?.(typed)) ?? []);
    return () => {
      memory?.set(path, editor.state.toJSON({ history: historyField }));
      view.current = undefined;
      editor.destroy();
    };
  }, []);

  // Before the next key press, which this change would otherwise overwrite.
  useLayoutEffect(() => {
    if (view.current !== undefined) showText(view.current, text);
  }, [text]);

  return <div ref={host} class="editor" />;
}

/** The editor's state as the person left it, if the text is still the same. */
function stateOf(doc: string, extensions: Extension, left: unknown): EditorState {
  const fresh = EditorState.create({ doc, extensions });
  if (left === undefined) return fresh;
  const restored = EditorState.fromJSON(left, { extensions }, { history: historyField });
  return restored.doc.eq(fresh.doc) ? restored : fresh;
}
