// Puts a text into an editor by the smallest change, so that the cursor stays where it is.
import { Annotation, Transaction } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';

/** Marks a change that the person did not type. */
export const fromOutside = Annotation.define<true>();

export function showText(view: EditorView, text: string): void {
  const before = view.state.doc.toString();
  if (before === text) return;
  view.dispatch({
    changes: smallestChange(before, text),
    annotations: [fromOutside.of(true), Transaction.addToHistory.of(false)],
  });
}

export function smallestChange(before: string, after: string) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
