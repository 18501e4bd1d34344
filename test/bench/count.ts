// An argument of the benches' command lines.
import { InvalidArgumentError } from 'commander';

export function count(text: string): number {
  const n = Number(text);
  if (Number.isInteger(n) && n > 0) return n;
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
