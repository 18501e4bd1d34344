// Where commands print. stdout has the result and nothing else; everything said beside it goes to stderr.
import { printable, printableAll, printableJson } from './printable.ts';
import { escapedLine } from './quoted.ts';
import type { Screen } from './screen.ts';

export interface Output {
  readonly json: boolean;
  /** Whether somebody watches stderr, and may be shown progress. */
  readonly isWatched: boolean;
  /** `render` gets the value with nothing hostile left in it. With --json the value itself is printed. */
  result<T>(value: T, render: (value: T, screen: Screen) => string): void;
  /** The same for commands that print more than once: one line each. */
  line<T>(value: T, render: (value: T, screen: Screen) => string): void;
  /** The same beside the result. Nothing with --json. */
  aside<T>(value: T, render: (value: T) => string): void;
  /** A file, byte for byte; on a terminal as text with nothing hostile in it. */
  file(bytes: Uint8Array): void;
  /** A line beside the result. Nothing with --json. */
  note(text: string): void;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly screen: Screen;
}

export function createOutput({ json, stdout, stderr, screen }: OutputOptions): Output {
  const print = <T>(value: T, render: (value: T, screen: Screen) => string, indent?: number) => {
    const text = json ? printableJson(value, indent) : render(printableAll(value), screen);
    if (text !== '') stdout.write(`${text}\n`);
  };
  return {
    json,
    isWatched: !json && stderr.isTTY === true,
    result: (value, render) => print(value, render, 2),
    line: (value, render) => print(value, render),
    aside(value, render) {
      if (!json) stderr.write(`${render(printableAll(value))}\n`);
    },
    file(bytes) {
      stdout.write(screen.columns === null ? bytes : printable(Buffer.from(bytes).toString()));
    },
    note(text) {
      if (!json) stderr.write(`${escapedLine(text)}\n`);
    },
  };
}
