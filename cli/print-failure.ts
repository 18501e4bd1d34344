// What stands on stderr when a command has failed: one line, and below it what the service says in particular.

import type { Described } from './describe-failure.ts';
import { EXIT } from './failures.ts';
import { colorsOf } from './output/colors.ts';
import { printable, printableJson } from './output/printable.ts';

const MOST_LINES = 20;

export function printFailure({ exitCode, error, details = {} }: Described, args: readonly string[]): void {
  const { stderr, env } = process;
  if (args.includes('--json')) {
    stderr.write(`${printableJson({ error })}\n`);
    return;
  }
  const colors = colorsOf(stderr, env, !args.includes('--no-color'));
  const lines = Object.entries(details).flatMap(([name, value]) => detailLines(name, value));
  const prefix = exitCode === EXIT.interrupted ? '' : `${colors.red('error:')} `;
  stderr.write(`${prefix}${printable(error.message)}\n`);
  for (const line of lines.slice(0, MOST_LINES)) stderr.write(`  ${printable(line)}\n`);
  if (lines.length > MOST_LINES) stderr.write(`  … ${lines.length - MOST_LINES} more; --json shows all\n`);
}

function detailLines(name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [`${name}: ${textOf(value)}`];
  return [`${name}:`, ...value.map((part) => `  ${textOf(part)}`)];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(textOf).join(': ');
}
