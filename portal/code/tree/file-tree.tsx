// The files as a tree with the keyboard behaviour of https://www.w3.org/WAI/ARIA/apg/patterns/treeview/: the Tab key
// stops once, arrow keys move. Files are links, so the browser can open them in another tab.
import ChevronRight from 'lucide-preact/icons/chevron-right.mjs';
import { useMemo, useRef, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { foldersOf, type TreeFile, type TreeRow, treeRows } from './tree-rows.ts';
import './file-tree.css';

/** A tree with more files begins with its folders closed. */
const MANY_FILES = 200;

interface Props {
  readonly label: string;
  readonly files: readonly TreeFile[];
  readonly selected: string | undefined;
  readonly unsaved: ReadonlySet<string>;
  readonly addressOf: (path: string) => string;
}

export function FileTree({ label, files, selected, unsaved, addressOf }: Props) {
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [focused, setFocused] = useState<string>();
  const tree = useRef<HTMLDivElement>(null);

  const rows = useMemo(() => {
    const around = new Set(foldersOf(selected ?? ''));
    return treeRows(
      files,
      (folder) => turned.get(folder) ?? (files.length <= MANY_FILES || around.has(folder)),
    );
  }, [files, selected, turned]);

  const keyOf = (row: TreeRow) => `${row.kind} ${row.path}`;
  const stop =
    rows.find((row) => keyOf(row) === focused) ??
    rows.find((row) => row.kind === 'file' && row.path === selected) ??
    rows[0];

  const turn = (folder: string, isOpen: boolean) => setTurned(new Map([...turned, [folder, isOpen]]));

  function focusRow(row: TreeRow | undefined): void {
    if (row === undefined) return;
    setFocused(keyOf(row));
    tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[rows.indexOf(row)]?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (stop === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = rows.indexOf(stop);
    const step = stepOf(event.key, rows, index);
    if (step === undefined) return;
    event.preventDefault();
    if ('turn' in step) turn(stop.path, step.turn);
    else focusRow(step.to);
  }

  return (
    <div ref={tree} role="tree" aria-label={label} class="file-tree" onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <div key={keyOf(row)} role="none">
          <Item
            row={row}
            isStop={row === stop}
            isSelected={row.path === selected}
            isUnsaved={unsaved.has(row.path)}
            href={addressOf(row.path)}
            onFocus={() => setFocused(keyOf(row))}
            onTurn={turn}
          />
        </div>
      ))}
    </div>
  );
}

interface ItemProps {
  readonly row: TreeRow;
  /** Whether the Tab key stops here. */
  readonly isStop: boolean;
  readonly isSelected: boolean;
  readonly isUnsaved: boolean;
  readonly href: string;
  readonly onFocus: () => void;
  readonly onTurn: (folder: string, isOpen: boolean) => void;
}

function Item({ row, isStop, isSelected, isUnsaved, href, onFocus, onTurn }: ItemProps) {
  const attributes = {
    role: 'treeitem',
    'aria-label': labelOf(row, isUnsaved),
    'aria-level': row.level,
    'aria-posinset': row.position,
    'aria-setsize': row.siblings,
    tabIndex: isStop ? 0 : -1,
    style: { '--level': row.level },
    onFocus,
  } as const;
  if (row.kind === 'file')
    return (
      <Link href={href} aria-selected={isSelected} {...attributes}>
        <FileName row={row} isUnsaved={isUnsaved} />
      </Link>
    );
  return (
    <button
      type="button"
      class="quiet"
      aria-expanded={row.isOpen}
      onClick={() => onTurn(row.path, !row.isOpen)}
      {...attributes}
    >
      <ChevronRight size={14} aria-hidden="true" class={row.isOpen ? 'turned' : undefined} />
      <span class="name">{row.name || '/'}</span>
    </button>
  );
}

function labelOf(row: TreeRow, isUnsaved: boolean): string {
  const isFolder = row.kind === 'folder';
  const change = isFolder ? row.hasChanges && 'has changes' : row.change !== 'unchanged' && row.change;
  return [row.name || '/', change, !isFolder && isUnsaved && 'unsaved changes'].filter(Boolean).join(', ');
}

const LETTERS = { added: 'A', modified: 'M', removed: 'D' };

function FileName({ row, isUnsaved }: { readonly row: TreeRow & TreeFile; readonly isUnsaved: boolean }) {
  const { name, change = 'unchanged' } = row;
  return (
    <>
      <span class={`name ${change}`}>{name}</span>
      {isUnsaved && <span class="dot" title="Unsaved changes" />}
      {change !== 'unchanged' && (
        <span class={`letter ${change}`} title={change} data-letter={LETTERS[change]} />
      )}
    </>
  );
}

type Step = { readonly to: TreeRow | undefined } | { readonly turn: boolean };

function stepOf(key: string, rows: readonly TreeRow[], index: number): Step | undefined {
  const row = rows[index];
  const isFolder = row?.kind === 'folder';
  switch (key) {
    case 'ArrowDown':
      return { to: rows[index + 1] };
    case 'ArrowUp':
      return { to: rows[index - 1] };
    case 'Home':
      return { to: rows[0] };
    case 'End':
      return { to: rows.at(-1) };
    case 'ArrowRight':
      if (!isFolder) return undefined;
      return row.isOpen ? { to: rows[index + 1] } : { turn: true };
    case 'ArrowLeft':
      if (isFolder && row.isOpen) return { turn: false };
      return { to: rows.slice(0, index).findLast(({ level }) => level < (row?.level ?? 1)) };
    default:
      return undefined;
  }
}
