// What stands on stderr when a command has failed: one line, and below it what the service says in particular.

import type { Described } from './describe-failure.ts';
import { EXIT } from './failures.ts';
import { colorsOf } from './output/colors.ts';
import { printable, printableJson } from './output/printable.ts';
import { escapedLine, quoted } from './output/quoted.ts';

const MOST_LINES = 20;

export function printFailure(
  { exitCode, error, details = {} }: Described,
  args: readonly string[],
  stderr: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
): void {
  if (args.includes('--json')) {
    stderr.write(`${printableJson({ error })}\n`);
    return;
  }
  const colors = colorsOf(stderr, process.env, !args.includes('--no-color'));
  // The findings of a refused publish have been printed, as those of a check are.
  const { checks: _, ...others } = details;
  const lines = Object.entries(others).flatMap(([name, value]) => detailLines(name, value));
  const prefix = exitCode === EXIT.interrupted ? '' : `${colors.red('error:')} `;
  // A fault of ours has its stack, in lines.
  const print = error.code === 'FAULT' ? printable : escapedLine;
  stderr.write(`${prefix}${print(error.message)}\n`);
  for (const line of lines.slice(0, MOST_LINES)) stderr.write(`  ${escapedLine(line)}\n`);
  if (lines.length > MOST_LINES) stderr.write(`  … ${lines.length - MOST_LINES} more; --json shows all\n`);
}

function detailLines(name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [`${name}: ${textOf(value)}`];
  // Most lists are of paths.
  return [`${name}:`, ...value.map((part) => `  ${typeof part === 'string' ? quoted(part) : textOf(part)}`)];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(textOf).join(': ');
}
