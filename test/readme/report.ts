// One line per step, and below a failed one what is wrong with it.
import type { Step } from './page.ts';
import type { Verdict } from './run-step.ts';

export interface Report {
  pass(title: string): void;
  fail(title: string, details: string): void;
  skip(title: string, reason: string): void;
  /** The last line. */
  summary(): string;
  readonly failed: number;
}

const WIDTH = 100;

export function createReport(): Report {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  return {
    pass(title) {
      passed += 1;
      console.log(`ok    ${title}`);
    },
    fail(title, details) {
      failed += 1;
      console.log(`FAIL  ${title}\n${details.trimEnd().replaceAll(/^/gm, '      ')}`);
    },
    skip(title, reason) {
      skipped += 1;
      console.log(`skip  ${title} (${reason})`);
    },
    summary: () => `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    get failed() {
      return failed;
    },
  };
}

export function titleOf({ line, script }: Step): string {
  const [first = '', ...more] = script.split('\n');
  const short = first.length > WIDTH ? `${first.slice(0, WIDTH)} …` : first;
  return `line ${line}: ${short}${more.length > 0 ? ` (and ${more.length} more lines)` : ''}`;
}

export function detailsOf({ expected }: Step, { differences, ran }: Verdict): string {
  const parts = [
    differences.join('\n'),
    expected && `expected (line ${expected.line}):\n${expected.text}`,
    `printed:\n${ran.stdout.trimEnd()}`,
    ran.stderr && `on stderr:\n${ran.stderr.trimEnd()}`,
  ];
  return parts.filter(Boolean).join('\n');
}
