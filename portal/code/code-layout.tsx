// The tree of files on the left and one file on the right. On a narrow page the tree stands above the file, folded.
import PanelLeft from 'lucide-preact/icons/panel-left.mjs';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import './code-layout.css';

interface Props {
  /** The number of files. */
  readonly count: number;
  readonly selected: string | undefined;
  /** Stands above the tree. */
  readonly actions?: ComponentChildren;
  readonly tree: ComponentChildren;
  readonly children: ComponentChildren;
}

const isNarrow = () => window.matchMedia('(max-width: 719px)').matches;

export function CodeLayout({ count, selected, actions, tree, children }: Props) {
  const [isShown, setShown] = useState(!isNarrow());

  // The person chose another file
  useEffect(() => {
    if (isNarrow()) setShown(false);
  }, [selected]);

  return (
    <div class="code">
      <section class="code-files" aria-label="Files">
        <div class="code-head">
          <button type="button" class="quiet" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            <PanelLeft size={14} aria-hidden="true" /> Files <span class="faint">{count}</span>
          </button>
          <span class="spread" />
          {actions}
        </div>
        <div class="code-tree" hidden={!isShown}>
          {tree}
        </div>
      </section>
      <section class="code-file" aria-label={selected ?? 'File'}>
        {children}
      </section>
    </div>
  );
}
