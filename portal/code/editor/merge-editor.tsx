// Two texts side by side with their differences marked: the saved one on the left, your own on the right, editable.
import { goToNextChunk, MergeView } from '@codemirror/merge';
import { EditorView } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { addLanguage, editorSetup } from './editor-setup.ts';
import { rootIn } from './shadow-host.ts';
import { fromOutside, showText } from './show-text.ts';

interface Props {
  readonly path: string;
  readonly theirs: string;
  readonly mine: string;
  readonly onChange: (mine: string) => void;
}

export function MergeEditor({ path, theirs, mine, onChange }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const merge = useRef<MergeView>();
  const changed = useRef(onChange);
  changed.current = onChange;

  // The effects below update both texts
  useEffect(() => {
    const root = rootIn(host.current as HTMLElement);
    const typing = EditorView.updateListener.of((update) => {
      const isTyped = !update.transactions.some((transaction) => transaction.annotation(fromOutside));
      if (update.docChanged && isTyped) changed.current(update.state.doc.toString());
    });
    const left = editorSetup({ path, label: `${path}, there now`, isReadOnly: true });
    const right = editorSetup({ path, label: `${path}, yours`, isReadOnly: false });
    const view = new MergeView({
      a: { doc: theirs, extensions: left },
      b: { doc: mine, extensions: [right, typing] },
      root,
      parent: root,
    });
    merge.current = view;
    void Promise.all([view.a, view.b].map((editor) => addLanguage(editor, path)));
    goToNextChunk(view.b);
    return () => {
      merge.current = undefined;
      view.destroy();
    };
  }, []);

  // Before the next key press, which this change would otherwise overwrite.
  useLayoutEffect(() => {
    if (merge.current !== undefined) showText(merge.current.a, theirs);
  }, [theirs]);
  useLayoutEffect(() => {
    if (merge.current !== undefined) showText(merge.current.b, mine);
  }, [mine]);

  return <div ref={host} class="editor merge" />;
}
