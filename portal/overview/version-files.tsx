// The files that a version pins, each with the S3 version ID that it is read by.
import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import type { PipelineVersion } from '../../client/types.ts';
import { fileAddress } from '../service/addresses.ts';
import { type PipelineId, pathOf } from '../service/pipeline-id.ts';
import { reading } from '../service/service.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { fileSize } from '../ui/file-size.ts';
import { Loading } from '../ui/loading.tsx';

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
  const { data, error, isPending } = useQuery({
    queryKey: ['published', pathOf(id), number],
    queryFn: async ({ signal }) =>
      (await reading.getPublished({ path: id, query: { version: number }, signal })).body,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isPending) return <Loading what="the files" />;
  if (data === undefined) return <ErrorNotice error={error} />;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">S3 version ID</th>
          <th scope="col" class="number">
            Size
          </th>
        </tr>
      </thead>
      <tbody>
        {data.files.map(({ path, version_id, size }) => (
          <tr key={path}>
            <td>
              <Link class="path" href={fileAddress(id, path, number)}>
                {path}
              </Link>
            </td>
            <td class="path">{version_id}</td>
            <td class="number">{fileSize(size)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
