// What a rule has found, and where.
import type { RuleName } from './rules.ts';

/** From 1, as editors count: a column is a UTF-16 code unit, a byte order mark is none. `null`: the whole file. */
export interface Place {
  readonly line: number | null;
  readonly column: number | null;
}

export interface Finding extends Place {
  readonly rule: RuleName;
  /** For people: what is wrong and what to do. No sentence of a file stands in it whole. */
  readonly message: string;
}

export interface FileFinding {
  readonly path: string;
  readonly finding: Finding;
}

/** A finding in the whole of a file. */
export function ofFile(rule: RuleName, message: string): Finding {
  return { rule, line: null, column: null, message };
}

export function at(text: string, offset: number, rule: RuleName, message: string): Finding {
  return { rule, ...placeOf(text, offset), message };
}

function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let next = before.indexOf('\n'); next !== -1; next = before.indexOf('\n', next + 1)) line++;
  return { line, column: offset - start + 1 };
}

/** As many of one rule and file as are worth a look. */
const MOST = 20;

/** The findings at the first offsets, each with its message. */
export function atEach(
  text: string,
  offsets: Iterable<number>,
  rule: RuleName,
  message: (offset: number) => string,
): readonly Finding[] {
  const found: Finding[] = [];
  for (const offset of offsets) {
    found.push(at(text, offset, rule, message(offset)));
    if (found.length === MOST) break;
  }
  return found;
}

/** At most so many characters of what stands in a file, on one line. */
export function excerpt(text: string, most = 40): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
