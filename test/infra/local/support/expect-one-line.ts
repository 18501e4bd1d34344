// How `npm start` refuses: one line on stderr that says what to do, nothing on stdout, exit code 1.
import { expect } from 'vitest';
import type { Ended } from './server-process.ts';

export function expectOneLine({ code, stdout, stderr }: Ended, line: string | RegExp): void {
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
}
