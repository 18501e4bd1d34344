// The run manifest of the current version, and the commands that read it in a terminal.
import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import type { Pipeline, RunManifest } from '../../client/types.ts';
import { addressOf } from '../service/addresses.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { manifestOptions } from '../service/queries.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { PinnedFiles } from '../ui/pinned-files.tsx';
import './run-tab.css';

interface Props {
  readonly id: PipelineId;
  readonly pipeline: Pipeline;
}

export function RunTab({ id, pipeline }: Props) {
  if (pipeline.latest_version === null) return <NothingToRun id={id} />;
  return <Published id={id} version={pipeline.latest_version} />;
}

function NothingToRun({ id }: { readonly id: PipelineId }) {
  return (
    <div class="empty">
      <h2>Nothing can run yet</h2>
      <p>
        {pathOf(id)} has never been published; <Link href={addressOf(id)}>publish it first</Link>.
      </p>
    </div>
  );
}

function Published({ id, version }: { readonly id: PipelineId; readonly version: number }) {
  const { data, error, isPending } = useQuery(manifestOptions(id, version));
  if (isPending) return <Loading what="the manifest" />;
  if (data === undefined) return <ErrorNotice error={error} />;
  return <Manifest id={id} manifest={data} />;
}

function Manifest({ id, manifest }: { readonly id: PipelineId; readonly manifest: RunManifest }) {
  const pull = `pipeline-versioning pull ${pathOf(id)} --out ${id.name} --url ${location.origin}`;
  const curl = `curl -s "${location.origin}/api/v1/pipelines/${pathOf(id)}/published?presign=true"`;
  return (
    <>
      <section aria-labelledby="get">
        <h2 id="get">Get what runs use</h2>
        <Command text={pull} label="Copy the pull command" />
        <Command text={curl} label="Copy the curl command" />
      </section>
      <section aria-labelledby="manifest">
        <h2 id="manifest">
          Version {manifest.version_number} in {manifest.bucket}
        </h2>
        <PinnedFiles id={id} manifest={manifest} />
        <p class="faint">
          Fingerprint <code>{manifest.fingerprint}</code>
        </p>
      </section>
    </>
  );
}

function Command({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div class="command">
      <code>{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  );
}
