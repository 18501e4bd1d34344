import { type Command, InvalidArgumentError } from 'commander';
import type { Comparison } from '../../client/types.ts';
import { renderChangeCounts, renderChanges, renderPatch } from '../output/changes.ts';
import type { Colors } from '../output/colors.ts';
import type { PipelinePath } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Flags {
  readonly from: string;
  readonly to: string;
  readonly patch: boolean;
}

export const diffCommand = (open: OpenSession) =>
  pipelineCommand('diff', 'What differs between two versions, or between a version and the draft')
    .option('--from <version>', 'a number, current or draft', comparable, 'current')
    .option('--to <version>', 'a number, current or draft', comparable, 'draft')
    .option('--no-patch', 'the names of the files only')
    .action(async (path: PipelinePath, { from, to, patch }: Flags, command: Command) => {
      const { client, out, signal } = await open(command);
      const { body } = await client.compareVersions({ path, query: { from, to, patch }, signal });
      out.result(body, patch ? renderPatches : renderSummary);
    });

function comparable(text: string): string {
  if (/^(current|draft|v?[1-9][0-9]{0,9})$/.test(text)) return text.replace(/^v/, '');
  throw new InvalidArgumentError('It must be the number of a version, current or draft.');
}

function renderPatches({ files, ...rest }: Comparison, colors: Colors): string {
  const parts = files.map((file) => {
    if (file.patch) return renderPatch(file.patch, colors);
    const why = file.patch_omitted === undefined ? '' : ` (no patch: ${file.patch_omitted})`;
    return `${renderChanges([file]).trimStart()}${why}`;
  });
  return [...parts, sides({ files, ...rest })].join('\n');
}

function renderSummary(comparison: Comparison): string {
  const { files } = comparison;
  return [...(files.length > 0 ? [renderChanges(files)] : []), sides(comparison)].join('\n');
}

/** `v1 → draft: 1 modified` */
function sides({ from, to, ...comparison }: Comparison): string {
  return `${sideOf(from)} → ${sideOf(to)}: ${renderChangeCounts(comparison)}`;
}

function sideOf({ kind, version_number }: Comparison['from']): string {
  if (kind === 'draft') return 'draft';
  return version_number === null ? 'never published' : `v${version_number}`;
}
