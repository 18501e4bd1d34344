// From a file to the versions that changed it.
import { Link } from 'wouter-preact';
import { fileHistoryAddress } from '../../service/file-history.ts';
import type { PipelineId } from '../../service/pipeline-id.ts';
import { usePipeline } from '../../service/queries.ts';

/** Nothing before the first publish. */
export function FileHistoryLink({ id, path }: { readonly id: PipelineId; readonly path: string }) {
  const { data: pipeline } = usePipeline(id);
  if (!pipeline?.latest_version) return null;
  return (
    <Link class="file-history" href={fileHistoryAddress(id, path)} title={`Versions that changed ${path}`}>
      History
    </Link>
  );
}
