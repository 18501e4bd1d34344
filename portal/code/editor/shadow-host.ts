// Editors live in a shadow root. There CodeMirror adds its styles as CSSStyleSheet objects, which the page's
// Content-Security-Policy allows. In the page itself it would add <style> elements, which the policy forbids.
import { HINT_ID, TAB_HINT } from './editor-setup.ts';

const sheet = new CSSStyleSheet();
// Styles around the two editors, which their themes do not reach.
sheet.replaceSync(`
  .cm-mergeView { display: grid; flex: 1; grid-template-columns: minmax(0, 1fr); min-width: 0; }
  .cm-mergeViewEditor + .cm-mergeViewEditor { border-inline-start: 1px solid var(--line); }
`);

/** An empty root with the description of the editor in it. */
export function rootIn(host: HTMLElement): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const hint = document.createElement('p');
  hint.id = HINT_ID;
  hint.hidden = true; // it is read out all the same
  hint.textContent = TAB_HINT;
  root.replaceChildren(hint);
  root.adoptedStyleSheets = [sheet];
  return root;
}
