// What the doctor says of one thing.
export interface Finding {
  readonly check:
    | 'service'
    | 'version'
    | 'clock'
    | 'caller'
    | 'read'
    | 'publish'
    | 'versioning'
    | 'lifecycle';
  readonly state: 'ok' | 'warn' | 'FAIL';
  readonly text: string;
  /** What to do about it. */
  readonly advice?: string;
}

type Check = Finding['check'];

export const ok = (check: Check, text: string): Finding => ({ check, state: 'ok', text });
export const warn = (check: Check, text: string, advice: string): Finding => ({
  check,
  state: 'warn',
  text,
  advice,
});
export const fail = (check: Check, text: string, advice: string): Finding => ({
  check,
  state: 'FAIL',
  text,
  advice,
});
