import { type Command, InvalidArgumentError } from 'commander';
import type { Comparison } from '../../client/types.ts';
import { WrongUse } from '../failures.ts';
import { countChanges, renderChanges, renderPatch } from '../output/changes.ts';
import type { Colors } from '../output/colors.ts';
import { explained } from '../output/explained.ts';
import type { PipelinePath } from '../pipeline-argument.ts';
import type { OpenSession } from '../session.ts';
import { pipelineCommand } from './pipeline-command.ts';

interface Flags {
  readonly from?: string;
  readonly to?: string;
  readonly patch: boolean;
}

const EXPLANATION = {
  about: `Versions are written 3..5: from version 3 to version 5. Each side may be a number, current or draft. Without a
left side it is current, and without a right one draft.`,
  examples: [
    'diff default/silver/clean_orders',
    'diff default/silver/clean_orders 3..5',
    'diff default/silver/clean_orders 3.. pipeline.sql',
  ],
};

export const diffCommand = (open: OpenSession) =>
  explained(
    pipelineCommand('diff', 'What differs between two versions, or between a version and the draft'),
    EXPLANATION,
  )
    .argument('[versions]', 'such as 3..5 (default: current..draft)')
    .argument('[path]', 'only this file, or the files below this folder')
    .option('--from <version>', 'the left side', comparable)
    .option('--to <version>', 'the right side', comparable)
    .option('--no-patch', 'the names of the files only')
    .action(async (path: PipelinePath, first: Word, second: Word, flags: Flags, command: Command) => {
      const { file, ...sides } = whatToCompare(first, second, flags);
      const { client, out, signal } = await open(command);
      const { body } = await client.compareVersions({
        path,
        query: { ...sides, patch: flags.patch },
        signal,
      });
      out.result(file === undefined ? body : onlyOf(file, body), flags.patch ? renderPatches : renderSummary);
    });

type Word = string | undefined;

/** A single word without dots is a path: a pipeline is more often compared with its draft. */
function whatToCompare(first: Word, second: Word, { from, to }: Flags) {
  const isRange = first?.includes('..') === true && !first.includes('/');
  if (!isRange && second !== undefined) throw new WrongUse(`Write the versions as 3..5, not as ${first}.`);
  const file = isRange ? second : first;
  if (!isRange) return { from: from ?? 'current', to: to ?? 'draft', file };
  if (from !== undefined || to !== undefined)
    throw new WrongUse('Write the versions as 3..5 or by --from and --to, not both.');
  const [left, right, more] = first.split('..');
  if (more !== undefined) throw new WrongUse('Write the versions as 3..5.');
  return { from: side(left, 'current'), to: side(right, 'draft'), file };
}

function side(text: Word, otherwise: string): string {
  if (!text) return otherwise;
  try {
    return comparable(text);
  } catch {
    throw new WrongUse(`${text} is no version; write the number of one, current or draft.`);
  }
}

/** The service always compares all files, so the summary still counts all of them. */
function onlyOf(file: string, comparison: Comparison): Comparison {
  const isMeant = (path: string) => path === file || path.startsWith(`${file.replace(/\/+$/, '')}/`);
  const files = comparison.files.filter(({ path, from }) => isMeant(path) || (from && isMeant(from.path)));
  return { ...comparison, files };
}

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
function sides({ from, to, files }: Comparison): string {
  return `${sideOf(from)} → ${sideOf(to)}: ${countChanges(files)}`;
}

function sideOf({ kind, version_number }: Comparison['from']): string {
  if (kind === 'draft') return 'draft';
  return version_number === null ? 'never published' : `v${version_number}`;
}
