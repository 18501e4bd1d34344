// User metadata beyond ASCII travels as RFC 2047 encoded words: `=?UTF-8?Q?=C3=A9a?=`.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html

const WORD = /=\?([\w-]+)\?([BQ])\?([^? ]*)\?=/gi;
const BETWEEN_WORDS = /(?<==\?[\w-]+\?[BQ]\?[^? ]*\?=)[ \t]+(?==\?[\w-]+\?[BQ]\?[^? ]*\?=)/gi;
/** https://www.rfc-editor.org/rfc/rfc2047#section-2 */
const MAX_WORD = 75;

function bytesOf(encoding: string, text: string): Buffer {
  if (encoding.toUpperCase() === 'B') return Buffer.from(text, 'base64');
  const bytes = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** Leaves text with an unknown charset, and text that is no encoded word, unchanged. */
export const decodeWords = (text: string): string =>
  text
    .replace(BETWEEN_WORDS, '')
    .replace(WORD, (word: string, charset: string, encoding: string, content: string) => {
      try {
        return new TextDecoder(charset).decode(bytesOf(encoding, content));
      } catch {
        return word;
      }
    });

const isAscii = (character: string): boolean => /^[\t\r\n\x20-\x7e]$/.test(character);

const quoted = (byte: number): string => {
  if (byte === 0x20) return '_';
  const character = String.fromCharCode(byte);
  return /[!-~]/.test(character) && !'=_?'.includes(character)
    ? character
    : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
};

function encode(characters: readonly string[], form: 'B' | 'Q'): string {
  const bytes = Buffer.from(characters.join(''));
  const content = form === 'B' ? bytes.toString('base64') : [...bytes].map(quoted).join('');
  const word = `=?UTF-8?${form}?${content}?=`;
  if (word.length <= MAX_WORD || characters.length < 2) return word;
  const half = characters.length >> 1;
  return `${encode(characters.slice(0, half), form)} ${encode(characters.slice(half), form)}`;
}

/** ASCII as it is; else `Q` where most of it is ASCII, as AWS chooses. */
export function encodeWords(text: string): string {
  const characters = [...text];
  const ascii = characters.filter(isAscii).length;
  if (ascii === characters.length) return text;
  return encode(characters, ascii > characters.length - ascii ? 'Q' : 'B');
}
