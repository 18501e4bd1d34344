// What a service sends is made safe to print: an escape sequence in a message or a file name could move the cursor,
// recolour or forge what stands on a terminal. https://cwe.mitre.org/data/definitions/150.html
import { quoted } from './quoted.ts';

// Control characters besides newline and tab, and those that turn the direction of text.
const HOSTILE = /[^\P{Cc}\n\t]|\p{Bidi_Control}|[\u2028\u2029]/gu;

/** A text that may have several lines. */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(HOSTILE, '\ufffd');
}

/** A patch. A carriage return is a difference that people look for: it shows as `^M`, as in git. */
function printablePatch(text: string): string {
  return text.replaceAll('\r', '^M').replaceAll(HOSTILE, '\ufffd');
}

/** The fields of the API that hold something else than text. */
const BY_FIELD: Readonly<Record<string, (text: string) => string>> = { path: quoted, patch: printablePatch };

/** The same for every text within a reply, by what it is: paths are quoted, among them the names in a record. */
export function printableAll<T>(value: T): T {
  return inField(value, printable) as T;
}

function inField(value: unknown, print: (text: string) => string): unknown {
  if (typeof value === 'string') return print(value);
  if (Array.isArray(value)) return value.map((part) => inField(part, print));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [
    quoted(name),
    inField(part, BY_FIELD[name] ?? printable),
  ]);
  return Object.fromEntries(entries);
}

/** JSON escapes the control characters below U+0020 only. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(
    /[\u007f-\u009f\u2028\u2029]|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text that has to stay in its line, such as a message in a table. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
