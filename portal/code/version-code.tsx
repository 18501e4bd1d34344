// The files that a version pins, read-only.
import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { addressOf, fileAddress } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { manifestOptions } from '../service/queries.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { CodeLayout } from './code-layout.tsx';
import { FileHistoryLink } from './files/file-history-link.tsx';
import { PinnedFile } from './pinned/pinned-file.tsx';
import { FileTree } from './tree/file-tree.tsx';

interface Props {
  readonly id: PipelineId;
  readonly version: number;
  readonly file: string | undefined;
}

const NONE: ReadonlySet<string> = new Set();

export function VersionCode({ id, version, file }: Props) {
  const { data, error, isPending, refetch } = useQuery(manifestOptions(id, version));
  if (isPending) return <Loading what={`version ${version}`} />;
  if (data === undefined) return <ErrorNotice error={error} onRetry={refetch} />;
  const selected = file ?? data.source.path;
  return (
    <>
      <p class="notice version-bar">
        <strong>Version {version}, read-only</strong>
        <Link href={addressOf(id, 'code', { file })}>Back to the draft</Link>
        <Link href={addressOf(id, 'compare', { from: version, to: 'draft' })}>Compare with draft</Link>
      </p>
      <CodeLayout
        count={data.files.length}
        selected={selected}
        tree={
          <FileTree
            label={`Files of version ${version}`}
            files={data.files}
            selected={selected}
            unsaved={NONE}
            addressOf={(path) => fileAddress(id, path, version)}
          />
        }
      >
        <div class="code-head">
          <h2>{selected}</h2>
          <span class="spread" />
          <FileHistoryLink id={id} path={selected} />
        </div>
        <PinnedFile key={selected} id={id} path={selected} version={version} />
      </CodeLayout>
    </>
  );
}
