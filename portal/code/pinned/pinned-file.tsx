// A file of a version, read-only.
import { useQuery } from '@tanstack/preact-query';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import { TextEditor } from '../editor/text-editor.tsx';
import { fileOptions } from '../files/files.ts';
import { NotShown } from './not-shown.tsx';

interface Props {
  readonly id: PipelineId;
  readonly path: string;
  readonly version: number;
}

export function PinnedFile({ id, path, version }: Props) {
  const { data, error, isPending, refetch } = useQuery(fileOptions(id, path, version));
  if (isPending) return <Loading what={path} />;
  if (data === undefined) return <ErrorNotice error={error} onRetry={refetch} />;
  if (data.kind === 'gone') return <p class="empty">{`Version ${version} has no file ${path}.`}</p>;
  if (data.kind === 'binary' || data.kind === 'large')
    return <NotShown id={id} path={path} version={version} kind={data.kind} />;
  return (
    <TextEditor
      key={`${version} ${path}`}
      path={path}
      label={`${path}, version ${version}, read-only`}
      text={data.text}
    />
  );
}
