// What else can be done with a version of the history: a list that its button opens. The browser closes it for Esc and for
// a press elsewhere.
import Ellipsis from 'lucide-preact/icons/ellipsis.mjs';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly children: ComponentChildren;
}

export function RowMenu({ label, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  /** Below its button; above it where the window ends. */
  function place({ newState }: Pick<ToggleEvent, 'newState'>): void {
    if (newState === 'closed') return;
    const [at, own] = [button.current?.getBoundingClientRect(), menu.current];
    if (at === undefined || own === null) return;
    window.addEventListener('resize', () => own.hidePopover(), { once: true });
    const { height, width } = own.getBoundingClientRect();
    const top = at.bottom + height > innerHeight ? at.top - height : at.bottom;
    own.style.top = `${top + scrollY}px`;
    own.style.left = `${at.right - width + scrollX}px`;
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        class="quiet icon"
        aria-label={label}
        title={label}
        popovertarget={id}
      >
        <Ellipsis size={16} aria-hidden="true" />
      </button>
      {/* The focus goes back to the button before what was chosen opens a dialog. */}
      <div
        ref={menu}
        id={id}
        class="row-menu"
        popover="auto"
        onToggle={place}
        onClickCapture={() => menu.current?.hidePopover()}
      >
        {children}
      </div>
    </>
  );
}
