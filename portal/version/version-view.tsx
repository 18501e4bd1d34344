// The page of one version: its message, its changes, and every file that it pins.
import { useLayoutEffect, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { Pipeline, PipelineVersion } from '../../client/types.ts';
import { type Asked, VersionDialogs } from '../dialogs/version-dialogs.tsx';
import { addressOf } from '../service/addresses.ts';
import { useVersion } from '../service/history-query.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { VersionActions } from './version-actions.tsx';
import { VersionChanges } from './version-changes.tsx';
import { VersionFiles } from './version-files.tsx';
import { VersionHead } from './version-head.tsx';
import { VersionRuns } from './version-runs.tsx';
import './version-view.css';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly version: number;
}

export function VersionView({ id, pipeline, version }: Props) {
  const newest = pipeline.latest_version ?? 0;
  const { data, error, isPending } = useVersion(id, version, { isThere: version <= newest });
  // A link from far down the history should open this page at its top.
  useLayoutEffect(() => {
    if (version > 0) window.scrollTo(0, 0);
  }, [version]);
  return (
    <div class="version">
      <Neighbours id={id} number={version} newest={newest} />
      {isPending && <Loading what={`version ${version}`} />}
      {data === undefined && <ErrorNotice error={error} />}
      {data && <Version key={version} id={id} pipeline={pipeline} version={data} />}
    </div>
  );
}

interface NeighboursProps {
  readonly id: PipelineId;
  readonly number: number;
  readonly newest: number;
}

function Neighbours({ id, number, newest }: NeighboursProps) {
  return (
    <nav class="neighbours" aria-label="Versions">
      <Link href={addressOf(id)}>All versions</Link>
      <span class="spread" />
      {number > 1 && number <= newest && (
        <Link href={addressOf(id, `versions/${number - 1}`)}>← Version {number - 1}</Link>
      )}
      {number < newest && <Link href={addressOf(id, `versions/${number + 1}`)}>Version {number + 1} →</Link>}
    </nav>
  );
}

interface VersionProps {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
  readonly version: PipelineVersion;
}

function Version({ id, pipeline, version }: VersionProps) {
  const [asked, ask] = useState<Asked>();
  const isLive = version.version_number === pipeline.latest_version;
  return (
    <>
      <VersionHead id={id} version={version} isLive={isLive} />
      <VersionActions id={id} number={version.version_number} isLive={isLive} ask={ask} />
      <VersionDialogs id={id} pipeline={pipeline} asked={asked} onClose={() => ask(undefined)} />
      <VersionChanges id={id} number={version.version_number} />
      <VersionFiles id={id} version={version} />
      <VersionRuns id={id} number={version.version_number} />
    </>
  );
}
