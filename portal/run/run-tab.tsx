// What runs use now: the published manifest, and how to get at it from a terminal.
import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import type { Pipeline, RunManifest } from '../../client/types.ts';
import { addressOf, fileAddress } from '../service/addresses.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { reading } from '../service/service.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { fileSize } from '../ui/file-size.ts';
import { Loading } from '../ui/loading.tsx';
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
  const { data, error, isPending } = useQuery({
    queryKey: ['published', pathOf(id), version],
    queryFn: async ({ signal }) =>
      (await reading.getPublished({ path: id, query: { version }, signal })).body,
  });
  if (isPending) return <Loading what="the manifest" />;
  if (data === undefined) return <ErrorNotice error={error} />;
  return <Manifest id={id} manifest={data} />;
}

function Manifest({ id, manifest }: { readonly id: PipelineId; readonly manifest: RunManifest }) {
  const pull = `npx pipeline-versions pull ${pathOf(id)} --out ${id.name} --url ${location.origin}`;
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
        <div class="scrolled">
          <table>
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col">Role</th>
                <th scope="col">S3 version ID</th>
                <th scope="col" class="number">
                  Size
                </th>
              </tr>
            </thead>
            <tbody>
              {manifest.files.map((file) => (
                <tr key={file.path}>
                  <td>
                    <Link class="path" href={fileAddress(id, file.path, manifest.version_number)}>
                      {file.path}
                    </Link>
                  </td>
                  <td>{roleOf(file.path, manifest)}</td>
                  <td class="path">{file.version_id}</td>
                  <td class="number">{fileSize(file.size)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
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

function roleOf(path: string, { source, config, quality_tests }: RunManifest): string {
  if (path === source.path) return 'source';
  if (path === config?.path) return 'configuration';
  return quality_tests.some((test) => test.path === path) ? 'quality test' : '';
}
