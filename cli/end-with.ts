// How a program of the command line's kind ends when it throws.
import { CommanderError } from 'commander';
import { describeFailure } from './describe-failure.ts';
import { EXIT } from './failures.ts';
import { printFailure } from './print-failure.ts';

/** Returns the exit code; says why on stderr, unless help was asked for. */
export function endWith(error: unknown, args: readonly string[]): number {
  const isHelp = error instanceof CommanderError && /^commander\.help/.test(error.code);
  if (isHelp) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
  const described = describeFailure(error);
  printFailure(described, args);
  return described.exitCode;
}
