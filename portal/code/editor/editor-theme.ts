// CodeMirror's theme. It uses the page's CSS variables, which reach into the shadow root, for light and dark.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const theme = EditorView.theme({
  '&': { flex: '1', minWidth: '0', height: '100%', backgroundColor: 'var(--raised)', color: 'var(--text)' },
  // The line numbers would cover an outline.
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused::after': {
    content: '""',
    position: 'absolute',
    inset: '0',
    zIndex: '300',
    border: '2px solid var(--accent)',
    pointerEvents: 'none',
  },
  '.cm-scroller': { font: 'var(--size-small) / 20px var(--mono)', overflow: 'auto' },
  '.cm-content': { padding: 'var(--space-2) 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 var(--space-3) 0 var(--space-2)' },
  '.cm-cursor, .cm-dropCursor': { borderLeft: '2px solid var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--faint)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '40px', padding: '0 var(--space-2)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 28%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-soft)',
    outline: '1px solid var(--accent)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--removed-soft)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-soft)' },
  '.cm-searchMatch': { backgroundColor: 'var(--changed-soft)', outline: '1px solid var(--changed)' },
  '.cm-searchMatch.cm-searchMatch-selected': {
    backgroundColor: 'var(--accent-soft)',
    outlineColor: 'var(--accent)',
  },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)', fontFamily: 'var(--sans)' },
  '.cm-panels.cm-panels-top, .cm-panels.cm-panels-bottom': { borderColor: 'var(--line)' },
  '.cm-textfield': {
    minHeight: '26px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    font: 'var(--size-small) var(--sans)',
  },
  '.cm-button': {
    minHeight: '26px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    background: 'var(--raised)',
    color: 'var(--text)',
    font: 'var(--size-small) var(--sans)',
    cursor: 'pointer',
  },
  '.cm-panel.cm-search input[type=checkbox]': { verticalAlign: 'middle', accentColor: 'var(--accent-fill)' },
  '.cm-panel.cm-search label': { fontSize: 'var(--size-small)' },
  '.cm-panel.cm-search [name=close]': {
    width: '24px',
    height: '24px',
    color: 'var(--text)',
    cursor: 'pointer',
  },
  '.cm-panels :focus-visible': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  // The two texts of a conflict, side by side.
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--removed-soft)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--added-soft)' },
  '&.cm-merge-a .cm-changedText': { background: 'color-mix(in srgb, var(--removed) 22%, transparent)' },
  '&.cm-merge-b .cm-changedText': { background: 'color-mix(in srgb, var(--added) 22%, transparent)' },
  '&.cm-merge-a .cm-changedLineGutter': { background: 'var(--removed)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--added)' },
});

const highlights = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--added)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--changed)' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--changed)' },
  { tag: [tags.comment, tags.meta], color: 'var(--faint)', fontStyle: 'italic' },
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--accent)' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className], fontWeight: '600' },
  { tag: tags.invalid, color: 'var(--removed)' },
]);

export const appearance = [theme, syntaxHighlighting(highlights)];
