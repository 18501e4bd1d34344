// The files in which two states differ. A click opens a file's diff; small ones are open from the start. The draft's
// changes, the effect of a publish or a rollback, and a comparison of two versions all use this list.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Comparison, FileChange } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import type { Sides } from '../service/queries.ts';
import { ChangedFile } from './changed-file.tsx';
import './file-changes.css';

interface Props {
  readonly id: PipelineId;
  readonly comparison: Comparison;
  readonly sides: Sides;
  /** Shown if nothing differs. */
  readonly none: string;
}

/** A longer list begins with this many files. Once it is shown whole, it has no “Expand all”. */
const SHOWN_FILES = 100;
const OPEN_FILES = 5;
/** Of both sides together. */
const OPEN_BYTES = 16_384;

export function FileChanges({ id, comparison, sides, none }: Props) {
  const { files, summary } = comparison;
  const [chosen, choose] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [isWhole, setWhole] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const shown = isWhole ? files : files.slice(0, SHOWN_FILES);
  const opensItself = (file: FileChange) => files.length <= OPEN_FILES && isSmall(file);
  const isOpen = (file: FileChange) => chosen.get(file.path) ?? opensItself(file);
  const isAnyOpen = shown.some(isOpen);

  // The pressed button is gone, so the focus needs a new place.
  useEffect(() => {
    if (isWhole) list.current?.children[SHOWN_FILES]?.querySelector('button')?.focus();
  }, [isWhole]);

  if (files.length === 0) return <p class="faint">{none}</p>;
  return (
    <div>
      <div class="file-changes-head">
        <ChangeCounts summary={summary} />
        {(isAnyOpen || shown.length <= SHOWN_FILES) && (
          <button
            type="button"
            class="quiet"
            onClick={() => choose(new Map(shown.map(({ path }) => [path, !isAnyOpen])))}
          >
            {isAnyOpen ? 'Collapse all' : 'Expand all'}
          </button>
        )}
      </div>
      <ul class="file-changes" ref={list}>
        {shown.map((file) => (
          <ChangedFile
            key={file.path}
            id={id}
            comparison={comparison}
            sides={sides}
            file={file}
            isOpen={isOpen(file)}
            isBrief={opensItself(file)}
            onToggle={() => choose(new Map(chosen).set(file.path, !isOpen(file)))}
          />
        ))}
      </ul>
      {shown.length < files.length && (
        <button type="button" class="quiet" onClick={() => setWhole(true)}>
          Show all {files.length.toLocaleString('en')}
        </button>
      )}
    </div>
  );
}

/** Such files are open from the start, where they are few, and show their first lines. */
function isSmall({ from, to }: FileChange): boolean {
  return (from?.size ?? 0) + (to?.size ?? 0) <= OPEN_BYTES;
}

const ORDER = ['added', 'modified', 'removed', 'renamed'] as const;

function ChangeCounts({ summary }: { readonly summary: Comparison['summary'] }) {
  const counts = ORDER.filter((change) => summary[change] > 0).map((change) => (
    <span key={change} class={`change ${change}`}>
      {summary[change].toLocaleString('en')} {change}
    </span>
  ));
  return (
    <p class="change-counts">
      {counts}
      {summary.unchanged > 0 && <span class="faint">{summary.unchanged.toLocaleString('en')} unchanged</span>}
    </p>
  );
}
