// The diff of one file of a comparison. The first file that is opened requests the diffs of all files.
import { useQuery } from '@tanstack/preact-query';
import type { ComparedFile, Comparison, FileChange } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { comparisonOptions, type Sides } from '../service/queries.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { onDemand } from '../ui/on-demand.tsx';

/** Loads the patch parser with it. */
const Patch = onDemand('the diff', async () => (await import('./patch.tsx')).Patch);

interface Props {
  readonly id: PipelineId;
  readonly comparison: Comparison;
  readonly sides: Sides;
  readonly file: FileChange;
  readonly isBrief: boolean;
}

export function FilePatch({ id, comparison, sides, file, isBrief }: Props) {
  const { data, error, isFetching, refetch } = useQuery({
    ...comparisonOptions(id, sides, true, contentOf(comparison)),
    // The key names the content, so the answer never becomes stale.
    staleTime: ({ state }) =>
      state.data && contentOf(state.data) === contentOf(comparison) ? Number.POSITIVE_INFINITY : 0,
  });
  const found = data?.files.find(({ path }) => path === file.path);
  if (found !== undefined && isSame(found, file)) return <FoundPatch file={found} isBrief={isBrief} />;
  if (isFetching) return <Loading what="the diff" />;
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return <p class="faint patch-empty">{OMITTED.gone}</p>;
}

function FoundPatch({ file, isBrief }: Pick<Props, 'file' | 'isBrief'>) {
  const { path, change, patch, patch_omitted } = file;
  if (patch !== undefined) return <Patch patch={patch} label={path} none={SAME[change]} isBrief={isBrief} />;
  return <p class="faint patch-empty">{OMITTED[patch_omitted ?? 'gone']}</p>;
}

function contentOf({ from, to }: Comparison): string {
  return `${from.fingerprint} ${to.fingerprint}`;
}

/** The draft can change while a dialog's list stands still. That list must not show a diff of other bytes. */
function isSame(one: FileChange, other: FileChange): boolean {
  const bytes = (file: ComparedFile | null) => file && `${file.path} ${file.etag} ${file.size}`;
  return bytes(one.from) === bytes(other.from) && bytes(one.to) === bytes(other.to);
}

const SAME: Readonly<Record<FileChange['change'], string>> = {
  added: 'The file is empty.',
  removed: 'The file was empty.',
  renamed: 'Only the name changed; the content is the same.',
  modified: 'The content is the same.',
};

const OMITTED: Readonly<Record<NonNullable<FileChange['patch_omitted']> | 'gone', string>> = {
  binary: 'The file is not text, so there is no diff.',
  too_large: 'The file is too large for a diff here.',
  too_different: 'The two texts are too different for a diff.',
  unversioned: 'The file was saved while the bucket was not versioned; save it again to see a diff.',
  out_of_time: 'There was no time left for this diff: too many files have changed.',
  answer_full: 'There is no room for this diff: those of other files have filled the answer.',
  gone: 'This file has changed since the list was made.',
};
