// Paths as git quotes them, with core.quotePath off: one that has a line feed could otherwise forge the line below it.
// https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath

const LETTERS: Readonly<Record<string, string>> = {
  ...{ '\u0007': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r' },
};

// Control characters as in git; and what would turn the direction of what follows.
const HOSTILE = /\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]|\p{Cs}/gu;

/** Characters without a shape: two names that differ in them look the same. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** The path itself if nothing about it is unusual. */
export function quoted(path: string): string {
  const escaped = escapedLine(path.replaceAll(/["\\]/g, '\\$&')).replaceAll(INVISIBLE, octal);
  return escaped === path ? path : `"${escaped}"`;
}

/** A text that has to stay in its line. */
export function escapedLine(text: string): string {
  return text.replaceAll(HOSTILE, (character) => LETTERS[character] ?? octal(character));
}

const MOST_NAMES = 20;

/** `a, b, "c\nd" and 3 more` */
export function quotedList(paths: readonly string[]): string {
  const names = paths.slice(0, MOST_NAMES).map(quoted).join(', ');
  return paths.length > MOST_NAMES ? `${names} and ${paths.length - MOST_NAMES} more` : names;
}

/** Its bytes in UTF-8, each as `\303`. */
function octal(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
