// Converts a file's bytes to an editor's text and back to the same bytes. An editor has one kind of line break and no
// byte order mark, so both are kept beside the text.

export type LineBreak = '\n' | '\r\n' | '\r';

/** The properties of a file that its text does not show. */
export interface TextForm {
  readonly lineBreak: LineBreak;
  readonly hasBom: boolean;
}

export type Content =
  /** Lines end in \n, whatever the file has. */
  | ({ readonly kind: 'text'; readonly text: string } & TextForm)
  /** An editor would change this text, because it mixes line breaks. */
  | { readonly kind: 'mixed'; readonly text: string }
  | { readonly kind: 'binary' };

const BOM = '\ufeff';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function contentOf(bytes: Uint8Array): Content {
  const whole = decoded(bytes);
  // Like git, we take a file with a zero byte for binary.
  if (whole === undefined || whole.includes('\0')) return { kind: 'binary' };
  const hasBom = whole.startsWith(BOM);
  const raw = hasBom ? whole.slice(1) : whole;
  const text = raw.replaceAll(/\r\n?/g, '\n');
  const [lineBreak = '\n', ...others] = lineBreaksOf(raw);
  return others.length === 0 ? { kind: 'text', text, lineBreak, hasBom } : { kind: 'mixed', text };
}

export function bytesOf(text: string, { lineBreak, hasBom }: TextForm): Uint8Array {
  const lines = lineBreak === '\n' ? text : text.replaceAll('\n', lineBreak);
  return new TextEncoder().encode(hasBom ? BOM + lines : lines);
}

const NAMES: Readonly<Record<LineBreak, string>> = { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR' };

/** Such as `CRLF, byte order mark`; empty for LF without a mark. */
export function formName({ lineBreak, hasBom }: TextForm): string {
  return [lineBreak === '\n' ? '' : NAMES[lineBreak], hasBom ? 'byte order mark' : '']
    .filter(Boolean)
    .join(', ');
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function lineBreaksOf(text: string): readonly LineBreak[] {
  return [...new Set(Array.from(text.matchAll(/\r\n?|\n/g), ([found]) => found as LineBreak))];
}
