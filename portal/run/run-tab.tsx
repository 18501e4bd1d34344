// The run manifest of the current version, and the commands that read it in a terminal.
import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import type { Pipeline, RunManifest } from '../../client/types.ts';
import { addressOf } from '../service/addresses.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { manifestOptions } from '../service/queries.ts';
import { releaseOptions } from '../service/release-query.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Loading } from '../ui/loading.tsx';
import { PinnedFiles } from '../ui/pinned-files.tsx';
import { type CommandGroup, type CommandStep, commandsFor } from './commands.ts';
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
  return (
    <>
      <section aria-labelledby="get">
        <h2 id="get">Get what runs use</h2>
        {commandsFor(id, location.origin).map(({ title, steps }) => (
          <Commands key={title} title={title} steps={steps} />
        ))}
      </section>
      <Released id={id} version={manifest.version_number} />
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

/** Nothing where the deployment releases no versions. */
function Released({ id, version }: { readonly id: PipelineId; readonly version: number }) {
  const { data: release } = useQuery(releaseOptions(id, version));
  if (!release) return null;
  return (
    <section aria-labelledby="released">
      <h2 id="released">As plain objects</h2>
      <p>For what knows no version IDs, such as Glue or EMR. The manifest was written last.</p>
      <Command text={release.location} label="location" />
      <Command text={release.manifest} label="manifest’s location" />
    </section>
  );
}

function Commands({ title, steps }: CommandGroup) {
  return (
    <>
      <h3>{title}</h3>
      {steps.map(({ label, text }) => (
        <Command key={label} text={text} label={label} />
      ))}
    </>
  );
}

function Command({ text, label }: CommandStep) {
  return (
    <div class="command">
      <code>{text}</code>
      <CopyButton text={text} label={`Copy the ${label}`} />
    </div>
  );
}
