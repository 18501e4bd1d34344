// What checks have found, a line for each, as compilers print it.
import picocolors from 'picocolors';
import type { Colors } from './colors.ts';

interface Finding {
  readonly rule: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

interface Findings {
  readonly files: readonly {
    readonly path: string;
    readonly errors: readonly Finding[];
    readonly warnings: readonly Finding[];
  }[];
  /** How many are not among them. */
  readonly more: number;
}

const PLAIN: Colors = picocolors.createColors(false);

/** `dir/pipeline.sql:1:31: error: … [rule]` */
export function renderFindings(findings: Findings, colors = PLAIN, dir?: string): string {
  const folder = dir === undefined ? '' : `${dir.replace(/\/+$/, '')}/`;
  const lines = findings.files.flatMap(({ path, errors, warnings }) => [
    ...errors.map((one) => lineOf(folder + path, colors.red('error'), one)),
    ...warnings.map((one) => lineOf(folder + path, colors.yellow('warning'), one)),
  ]);
  if (findings.more > 0) lines.push(`and ${findings.more} more`);
  return lines.length === 0 ? 'Nothing is wrong.' : lines.join('\n');
}

function lineOf(path: string, level: string, { rule, line, column, message }: Finding): string {
  const place = line === null ? path : `${path}:${line}:${column}`;
  return `${place}: ${level}: ${message} [${rule}]`;
}

/** `1 error and 2 warnings` */
export function countFindings({ files, more }: Findings): string {
  const errors = files.reduce((sum, file) => sum + file.errors.length, 0);
  const warnings = files.reduce((sum, file) => sum + file.warnings.length, 0);
  const parts = [
    count(errors, 'error'),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(more > 0 ? [`${more} more`] : []),
  ];
  return parts.join(' and ');
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
