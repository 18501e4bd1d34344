import { type CheckedFile, checkFile } from '../../../../functions/domain/checks/check-file.ts';

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function checkText(path: string, text: string): CheckedFile {
  return checkFile(path, bytesOf(text));
}

/** `rule line:column` of each finding. */
export function found(path: string, text: string): readonly string[] {
  return checkText(path, text).findings.map(({ rule, line, column }) => `${rule} ${line}:${column}`);
}
