// Jinja's delimiters, found as Jinja's own lexer finds them
// (https://github.com/pallets/jinja/blob/main/src/jinja2/lexer.py): comments and raw blocks hide everything; a closing
// delimiter counts only where brackets are balanced and outside of Jinja's strings; strings of SQL do not count. Line
// statements are off by default. Each character is read a bounded number of times.

export interface Spot {
  readonly offset: number;
  readonly message: string;
}

export interface Tag {
  readonly offset: number;
  readonly name: string;
}

export interface JinjaScan {
  /** Whether there is any opening delimiter. */
  readonly isTemplate: boolean;
  /** Where the lexer stops; nothing is known of what follows. */
  readonly problem: Spot | null;
  /** The first words of `{% %}`, but `raw`. */
  readonly tags: readonly Tag[];
  /** Where `{{` stands inside the brackets of ref(). */
  readonly nestedRefs: readonly number[];
  /** Closing delimiters in the text around, where nothing is open. */
  readonly strayEnds: readonly number[];
}

const OPENING = /\{[{%#]/g;
const RAW = /\{%[-+]?\s*raw\s*-?%\}/y;
const END_OF_RAW = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
const TAG_NAME = /[-+]?\s*([A-Za-z_]\w*)/y;

export function scanJinja(text: string): JinjaScan {
  const tags: Tag[] = [];
  const nestedRefs: number[] = [];
  const strays = startStrays(text);
  let isTemplate = false;
  let problem: Spot | null = null;
  let position = 0;
  while (problem === null) {
    const opening = match(OPENING, text, position);
    strays.read(position, opening?.index ?? text.length);
    if (opening === null) break;
    isTemplate = true;
    const part = partAt(text, opening.index, nestedRefs);
    if (part.tag !== undefined) tags.push(part.tag);
    if (part.end === null) problem = part.problem;
    else position = part.end;
  }
  return { isTemplate, problem, tags, nestedRefs, strayEnds: isTemplate ? strays.found : [] };
}

type Part = { readonly tag?: Tag } & (
  | { readonly end: number }
  | { readonly end: null; readonly problem: Spot }
);

function partAt(text: string, offset: number, nestedRefs: number[]): Part {
  const opening = text.slice(offset, offset + 2);
  if (opening === '{#') return upTo(offset, text.indexOf('#}', offset + 2), 2, 'the comment {#', '#}');
  const raw = opening === '{%' ? match(RAW, text, offset) : null;
  if (raw !== null) {
    const end = match(END_OF_RAW, text, offset + raw[0].length);
    return upTo(offset, end?.index ?? -1, end?.[0].length ?? 0, '{% raw %}', '{% endraw %}');
  }
  if (opening === '{{') return expressionAt(text, offset, '}}', nestedRefs);
  const name = match(TAG_NAME, text, offset + 2)?.[1];
  const block = expressionAt(text, offset, '%}', nestedRefs);
  return name === undefined ? block : { ...block, tag: { offset, name } };
}

function upTo(offset: number, found: number, length: number, what: string, closing: string): Part {
  if (found !== -1) return { end: found + length };
  return { end: null, problem: { offset, message: `Jinja finds no ${closing} that ends ${what} here.` } };
}

const CLOSED_BY: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;

/** From `{{` or `{%` to its closing delimiter. */
function expressionAt(text: string, start: number, closing: string, nestedRefs: number[]): Part {
  const open: { readonly closedBy: string; readonly isRef: boolean }[] = [];
  let refs = 0;
  let name = '';
  for (let offset = start + 2; offset < text.length; ) {
    const character = text[offset] ?? '';
    if (open.length === 0 && text.startsWith(closing, offset)) return { end: offset + 2 };
    if (character === '"' || character === "'") {
      const end = endOfString(text, offset);
      if (end === null) return { end: null, problem: { offset, message: noEndOf(character) } };
      if (refs > 0) nestedRefs.push(...firstBraces(text, offset, end));
      offset = end;
      continue;
    }
    const word = match(NAME, text, offset)?.[0];
    if (word !== undefined) {
      name = word;
      offset += word.length;
      continue;
    }
    const closedBy = CLOSED_BY[character];
    if (closedBy !== undefined) {
      const isRef = character === '(' && name === 'ref';
      if (refs > 0 && text.startsWith('{{', offset)) nestedRefs.push(offset);
      open.push({ closedBy, isRef });
      if (isRef) refs++;
    } else if (')]}'.includes(character)) {
      const last = open.pop();
      if (last?.closedBy !== character)
        return { end: null, problem: { offset, message: unexpected(character, last?.closedBy ?? closing) } };
      if (last.isRef) refs--;
    }
    if (/\S/.test(character)) name = '';
    offset++;
  }
  return upTo(start, -1, 0, text.slice(start, start + 2), closing);
}

function unexpected(character: string, expected: string): string {
  return `Jinja finds ${character} here and expects ${expected}.`;
}

function noEndOf(quote: string): string {
  return `Jinja finds no ${quote} that ends the string which begins here.`;
}

/** Behind the closing quote. */
function endOfString(text: string, start: number): number | null {
  const quote = text[start];
  for (let offset = start + 1; offset < text.length; offset++) {
    if (text[offset] === '\\') offset++;
    else if (text[offset] === quote) return offset + 1;
  }
  return null;
}

function firstBraces(text: string, start: number, end: number): readonly number[] {
  const found = text.slice(start, end).indexOf('{{');
  return found === -1 ? [] : [start + found];
}

const ENDS_AND_BRACES = /\}\}|[%#]\}|[{}]/g;

/** Braces of the text itself, such as `{'a': {'b': 1}}` of DuckDB, are no delimiters: they are counted. */
function startStrays(text: string) {
  const found: number[] = [];
  let open = 0;
  function read(from: number, to: number): void {
    for (const { 0: part, index } of text.slice(from, to).matchAll(ENDS_AND_BRACES)) {
      const isStray = part.length === 2 && (part !== '}}' || open < 2);
      if (isStray) found.push(from + index);
      else open = part === '{' ? open + 1 : Math.max(0, open - part.length);
    }
  }
  return { found, read };
}

/** The first match from there on, or there if the pattern is sticky. */
function match(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
