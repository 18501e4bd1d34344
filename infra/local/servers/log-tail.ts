// The last lines of a program's output, for the error that says why it failed.
import type { Readable } from 'node:stream';

const KEPT_CHARS = 8_000;
const SHOWN_LINES = 20;

export interface LogTail {
  /** Indented, each line on its own, as the end of an error message. */
  toString(): string;
}

export function logTail(streams: readonly Readable[]): LogTail {
  let kept = '';
  for (const stream of streams) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      kept = (kept + text).slice(-KEPT_CHARS);
    });
  }
  return {
    toString: () =>
      kept
        .trimEnd()
        .split('\n')
        .slice(-SHOWN_LINES)
        .map((line) => `\n  | ${line}`)
        .join(''),
  };
}
