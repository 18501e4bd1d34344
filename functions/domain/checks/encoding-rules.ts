// Bytes that no reader of source text takes.
import { utf8Bytes, utf8Text } from '../utf8-text.ts';
import { at, type Finding, ofFile } from './finding.ts';

/** The text without its byte order mark; `null` if the bytes are no text, with what is wrong with them. */
export function decoded(bytes: Uint8Array): { readonly text: string | null; readonly findings: Finding[] } {
  const whole = utf8Text(bytes);
  if (whole === null) return { text: null, findings: [invalidUtf8(bytes)] };
  const text = whole.startsWith(BYTE_ORDER_MARK) ? whole.slice(1) : whole;
  const findings = text === whole ? [] : [byteOrderMark()];
  const nul = text.indexOf('\0');
  if (nul === -1) return { text, findings };
  return { text: null, findings: [...findings, at(text, nul, 'nul-byte', NUL)] };
}

const BYTE_ORDER_MARK = '\ufeff';
const NUL = 'The file has a NUL byte, so it is no text; save it as UTF-8 text.';

function byteOrderMark(): Finding {
  return ofFile(
    'byte-order-mark',
    'The file begins with a byte order mark, which some readers take for a part of the first word; save it without.',
  );
}

function invalidUtf8(bytes: Uint8Array): Finding {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return ofFile('invalid-utf8', 'The file is UTF-16; save it as UTF-8.');
  const lossy = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const offset = firstInvalid(lossy, bytes);
  return at(lossy, offset, 'invalid-utf8', 'These bytes are not UTF-8; save the file as UTF-8.');
}

const REPLACEMENT = '\ufffd';

/** Of the replacement characters, the first that does not stand in the bytes. */
function firstInvalid(lossy: string, bytes: Uint8Array): number {
  let read = 0; // bytes
  for (let from = 0; ; ) {
    const found = lossy.indexOf(REPLACEMENT, from);
    if (found === -1) return lossy.length;
    read += utf8Bytes(lossy.slice(from, found));
    if (bytes[read] !== 0xef || bytes[read + 1] !== 0xbf || bytes[read + 2] !== 0xbd) return found;
    read += utf8Bytes(REPLACEMENT);
    from = found + 1;
  }
}
