// Values of flags that several command lines accept.
import { InvalidArgumentError } from 'commander';

export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}

export function directory(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It must name a directory.');
}
