// The API's rules for a version's message, so that the dialog can check it before sending.
import { codePoint } from '../ui/code-point.ts';

export const MAX_MESSAGE_CHARACTERS = 1_000;

const count = new Intl.NumberFormat('en');

/** The problem in a sentence, or `undefined`. */
export function messageProblem(
  text: string,
  { required }: { readonly required: boolean },
): string | undefined {
  const message = text.trim();
  if (message === '' && !required) return undefined;
  if (!message.isWellFormed()) return 'The message must be well-formed Unicode.';
  if (!/[^\p{Z}\p{C}]/u.test(message)) return 'The message must not be empty.';
  const length = messageLength(message);
  if (length > MAX_MESSAGE_CHARACTERS)
    return `The message must have at most ${count.format(MAX_MESSAGE_CHARACTERS)} characters; it has ${count.format(length)}.`;
  const control = /[^\P{Cc}\n\t]/u.exec(message)?.[0];
  if (control !== undefined)
    return `The message must have no control characters besides newline and tab; it has ${codePoint(control)}.`;
  return undefined;
}

/** Trimmed; characters are Unicode code points. */
export function messageLength(text: string): number {
  return [...text.trim()].length;
}
