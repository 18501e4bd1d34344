// One file in a list of changes: a row that opens to its diff.

import type { LucideIcon } from 'lucide-preact';
import ChevronRight from 'lucide-preact/icons/chevron-right.mjs';
import SquareArrowRight from 'lucide-preact/icons/square-arrow-right.mjs';
import SquareDot from 'lucide-preact/icons/square-dot.mjs';
import SquareMinus from 'lucide-preact/icons/square-minus.mjs';
import SquarePen from 'lucide-preact/icons/square-pen.mjs';
import SquarePlus from 'lucide-preact/icons/square-plus.mjs';
import { Link } from 'wouter-preact';
import type { ComparedSide, Comparison, FileChange } from '../../client/types.ts';
import { fileAddress } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import type { Sides } from '../service/queries.ts';
import { FilePatch } from './file-patch.tsx';

interface Props {
  readonly id: PipelineId;
  readonly comparison: Comparison;
  readonly sides: Sides;
  readonly file: FileChange;
  readonly isOpen: boolean;
  /** The diff shows its first lines only. */
  readonly isBrief: boolean;
  readonly onToggle: () => void;
}

const ICONS: Readonly<Record<FileChange['change'], LucideIcon>> = {
  added: SquarePlus,
  modified: SquareDot,
  removed: SquareMinus,
  renamed: SquareArrowRight,
};

export function ChangedFile({ id, comparison, sides, file, isOpen, isBrief, onToggle }: Props) {
  const { path, change, from } = file;
  const Icon = ICONS[change];
  return (
    <li>
      <div class="file">
        <button type="button" class="quiet row" aria-expanded={isOpen} onClick={onToggle}>
          <ChevronRight size={14} aria-hidden="true" class={isOpen ? 'turned' : undefined} />
          <span class={`change ${change}`} title={change}>
            <Icon size={14} aria-hidden="true" />
            <span class="visually-hidden">{change}</span>
          </span>
          <span class="path">
            {change === 'renamed' && <span class="faint">{from?.path} → </span>}
            {path}
          </span>
        </button>
        <Link
          class="button quiet icon"
          href={addressIn(id, comparison, file)}
          aria-label={`Open ${path} in the editor`}
          title="Open in the editor"
        >
          <SquarePen size={14} aria-hidden="true" />
        </Link>
      </div>
      {isOpen && <FilePatch id={id} comparison={comparison} sides={sides} file={file} isBrief={isBrief} />}
    </li>
  );
}

/** A removed file is opened in the version that had it. */
function addressIn(id: PipelineId, { from, to }: Comparison, { path, change }: FileChange): string {
  const side: ComparedSide = change === 'removed' ? from : to;
  return fileAddress(id, path, side.version_number ?? undefined);
}
