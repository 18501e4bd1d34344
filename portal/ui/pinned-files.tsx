// The files that a version pins, each with its S3 version ID and its role in a run.
import { Link } from 'wouter-preact';
import type { RunManifest } from '../../client/types.ts';
import { fileAddress } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { fileSize } from './file-size.ts';

interface Props {
  readonly id: PipelineId;
  readonly manifest: RunManifest;
}

export function PinnedFiles({ id, manifest }: Props) {
  return (
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
          {manifest.files.map(({ path, version_id, size }) => (
            <tr key={path}>
              <td>
                <Link class="path" href={fileAddress(id, path, manifest.version_number)}>
                  {path}
                </Link>
              </td>
              <td>{roleOf(path, manifest)}</td>
              <td class="path">{version_id}</td>
              <td class="number">{fileSize(size)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function roleOf(path: string, { source, config, quality_tests }: RunManifest): string {
  if (path === source.path) return 'source';
  if (path === config?.path) return 'configuration';
  return quality_tests.some((test) => test.path === path) ? 'quality test' : '';
}
