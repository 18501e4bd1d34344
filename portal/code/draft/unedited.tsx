// In the place of an editor, where a file of the draft has no text to be edited.
import type { PipelineId } from '../../service/pipeline-id.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import type { ReadFile } from '../files/use-file-now.ts';
import { NotShown } from '../pinned/not-shown.tsx';
import { PinnedFile } from '../pinned/pinned-file.tsx';

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  readonly read: ReadFile;
  /** The current version, if the draft has the file no more. */
  readonly removedFrom: number | null;
}

export function Unedited({ id, path, read: { now, error, retry }, removedFrom }: Props) {
  if (removedFrom !== null) return <PinnedFile id={id} path={path} version={removedFrom} />;
  if (now?.kind === 'binary' || now?.kind === 'large')
    return <NotShown id={id} path={path} kind={now.kind} />;
  if (now?.kind === 'gone') return <p class="empty">{`The draft has no file ${path}.`}</p>;
  return error === null ? <Loading what={path} /> : <ErrorNotice error={error} onRetry={retry} />;
}
