// What the service sends is made safe to print: an escape sequence in a message or a file name could move the cursor,
// recolour or forge what stands on a terminal. https://cwe.mitre.org/data/definitions/150.html

// Control characters besides newline and tab, and those that turn the direction of text.
const HOSTILE = /[^\P{Cc}\n\t]|\p{Bidi_Control}|[\u2028\u2029]/gu;

export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(HOSTILE, '\ufffd');
}

/** The same for every text within a reply. */
export function printableAll<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map(printableAll) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [printable(name), printableAll(part)]);
  return Object.fromEntries(entries) as T;
}

/** JSON escapes the control characters below U+0020 only. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(
    /[\u007f-\u009f\u2028\u2029]|\p{Bidi_Control}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const WIDEST = 72;

/** The beginning of a text, for a cell of a table. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}
