// The files of a version, on its page.
import { useQuery } from '@tanstack/preact-query';
import type { PipelineVersion } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { manifestOptions } from '../service/queries.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { PinnedFiles } from '../ui/pinned-files.tsx';

interface Props {
  readonly id: PipelineId;
  readonly version: PipelineVersion;
}

export function VersionFiles({ id, version: { version_number, file_count, fingerprint } }: Props) {
  return (
    <section aria-labelledby="files">
      <h2 id="files">
        Files <span class="faint">{file_count}</span>
      </h2>
      <Files id={id} number={version_number} />
      <p class="faint fingerprint">
        Fingerprint <code>{fingerprint}</code>
      </p>
    </section>
  );
}

function Files({ id, number }: { readonly id: PipelineId; readonly number: number }) {
  const { data, error, isPending } = useQuery(manifestOptions(id, number));
  if (isPending) return <Loading what="the files" />;
  if (data === undefined) return <ErrorNotice error={error} />;
  return <PinnedFiles id={id} manifest={data} />;
}
