import { InvalidArgumentError } from 'commander';

/** Seconds between two looks. */
export function intervalArgument(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0.01 && number <= 86_400) return number;
  throw new InvalidArgumentError('It must be a number of seconds, such as 2.');
}
