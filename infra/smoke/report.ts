// The lines that are printed: one for each step, with one more below a failure, and one for all of them.
import type { Colors } from '../../cli/output/colors.ts';
import type { Outcome } from './run-steps.ts';

export interface Summary {
  readonly pipeline: string;
  readonly passed: number;
  readonly failed: number;
  readonly not_tried: number;
}

const NAME_WIDTH = 40;
const TIME_WIDTH = 6;

export function lineOf({ step, result, milliseconds, remark, look_at }: Outcome, colors: Colors): string {
  const name = step.padEnd(NAME_WIDTH);
  if (result === 'not tried') return `- ${name} ${'–'.padStart(TIME_WIDTH)}     not tried: ${remark}`;
  const mark = result === 'passed' ? colors.green('✓') : colors.red('✗');
  const line = `${mark} ${name} ${String(milliseconds).padStart(TIME_WIDTH)} ms  ${remark ?? ''}`.trimEnd();
  return look_at === undefined ? line : `${line}\n  look at: ${look_at}`;
}

export function summaryOf(pipeline: string, outcomes: readonly Outcome[]): Summary {
  const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length;
  return { pipeline, passed: count('passed'), failed: count('failed'), not_tried: count('not tried') };
}

export function summaryLine({ passed, failed, not_tried }: Summary): string {
  return `${passed} passed, ${failed} failed, ${not_tried} not tried`;
}
