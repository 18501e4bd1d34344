import type { Command } from 'commander';
import type { PipelineVersion } from '../../client/types.ts';
import type { Colors } from '../output/colors.ts';
import { relativeTime } from '../output/relative-time.ts';
import { table } from '../output/table.ts';
import { type PipelinePath, versionArgument } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

export const showCommand = (open: OpenSession) =>
  pipelineCommand('show', 'One version, with its files and their S3 version IDs')
    .argument('[version]', 'its number; the current one if left out', versionArgument)
    .action(async (path: PipelinePath, given: number | undefined, _: object, command: Command) => {
      const { client, out, signal } = await open(command);
      // The manifest, because it refuses in words what was never published.
      const version_number = given ?? (await client.getPublished({ path, signal })).body.version_number;
      const { body } = await client.getVersion({ path: { ...path, version_number }, signal });
      out.result(body, renderVersion);
    });

function renderVersion(version: PipelineVersion, colors: Colors): string {
  const { version_number, message, created_at, created_by, rollback_of, fingerprint } = version;
  const facts = [
    ['Version', colors.bold(`v${version_number}`)],
    ...(rollback_of === null ? [] : [['Rollback of', `v${rollback_of}`]]),
    ['Published', `${relativeTime(created_at)} (${created_at})`],
    ['By', created_by ?? '-'],
    ['Fingerprint', fingerprint],
  ].map(([name = '', value = '']) => [colors.dim(name), value]);
  const indented = message.replaceAll(/^/gm, '    ');
  const files = Object.entries(version.published_versions).map(([key, versionId]) => [key, versionId]);
  return `${table(facts, colors)}\n\n${indented}\n\n${table(files, colors, ['FILE', 'S3 VERSION ID'])}`;
}
