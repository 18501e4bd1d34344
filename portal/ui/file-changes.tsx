// The files in which two states differ, each with its diff on a click. The draft's changes, what a publish or a
// rollback would do, and two versions beside each other all look the same.

import { useQuery } from '@tanstack/preact-query';
import { ChevronRight } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Comparison, FileChange } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { comparisonOptions, type Sides } from '../service/queries.ts';
import { ErrorNotice } from './error-notice.tsx';
import { Loading } from './loading.tsx';
import { Patch } from './patch.tsx';
import './file-changes.css';

interface Props {
  readonly id: PipelineId;
  readonly comparison: Comparison;
  readonly sides: Sides;
  /** As `comparisonOptions` takes it. */
  readonly state?: string;
  /** Said where nothing differs. */
  readonly none: string;
}

export function FileChanges({ id, comparison, sides, state, none }: Props) {
  if (comparison.files.length === 0) return <p class="faint">{none}</p>;
  return (
    <ul class="file-changes">
      {comparison.files.map((file) => (
        <ChangedFile key={file.path} id={id} file={file} sides={sides} state={state} />
      ))}
    </ul>
  );
}

interface FileProps {
  readonly id: PipelineId;
  readonly file: FileChange;
  readonly sides: Sides;
  readonly state: string | undefined;
}

function ChangedFile({ id, file, sides, state }: FileProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <button type="button" class="quiet row" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ChevronRight size={14} aria-hidden="true" class={isOpen ? 'turned' : undefined} />
        <span class={`change ${file.change}`}>{file.change}</span>
        <span class="path">
          {file.change === 'renamed' && `${file.from?.path} → `}
          {file.path}
        </span>
      </button>
      {isOpen && <FilePatch id={id} file={file} sides={sides} state={state} />}
    </li>
  );
}

/** One request has the patches of all files; the first that is opened asks. */
function FilePatch({ id, file, sides, state }: FileProps) {
  const { data, error, isPending } = useQuery(comparisonOptions(id, sides, true, state));
  if (isPending) return <Loading what="the diff" />;
  if (data === undefined) return <ErrorNotice error={error} />;
  const found = data.files.find(({ path }) => path === file.path);
  if (found?.patch !== undefined) return <Patch patch={found.patch} label={file.path} />;
  return <p class="faint patch-empty">{OMITTED[found?.patch_omitted ?? 'gone']}</p>;
}

const OMITTED: Readonly<Record<NonNullable<FileChange['patch_omitted']> | 'gone', string>> = {
  binary: 'The file is not text, so there is no diff.',
  too_large: 'The file is too large for a diff here.',
  too_different: 'The two texts are too different for a diff.',
  unversioned: 'The file was saved while the bucket was not versioned; save it again to see a diff.',
  out_of_time: 'There was no time left for this diff; compare fewer files at once.',
  answer_full: 'The other diffs have filled the answer; compare fewer files at once.',
  gone: 'This file has changed meanwhile.',
};
