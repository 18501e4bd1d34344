// Stands in for the editor if a file of the draft has no text to edit.
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
  /** The current version, if it has the file and the draft does not. */
  readonly removedFrom: number | null;
}

export function Unedited({ id, path, read: { now, error, retry }, removedFrom }: Props) {
  if (removedFrom !== null) return <PinnedFile id={id} path={path} version={removedFrom} />;
  if (now?.kind === 'binary' || now?.kind === 'large')
    return <NotShown id={id} path={path} kind={now.kind} />;
  if (now?.kind === 'gone') return <p class="empty">{`The draft has no file ${path}.`}</p>;
  return error === null ? <Loading what={path} /> : <ErrorNotice error={error} onRetry={retry} />;
}
