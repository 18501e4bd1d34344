// What the deployment's own check says of a candidate, and what that makes of the report and of the verdict.
import { type FileReport, listed, type Report } from './report.ts';
import type { Verdict } from './verdict.ts';

export interface Answered {
  readonly isAnswered: true;
  readonly valid: boolean;
  readonly files: readonly FileReport[];
  /** For people. */
  readonly message: string | null;
}

export interface Unanswered {
  readonly isAnswered: false;
  /** Goes on after "The check of this deployment": did not answer within 10 s. */
  readonly reason: string;
  readonly cause?: unknown;
}

export type OwnAnswer = Answered | Unanswered;

/** Findings of both, errors first. Whatever one of them refuses is not valid. */
export function withOwnAnswer(report: Report, answer: OwnAnswer): Report {
  const verdict = verdictWith(report.verdict, answer);
  if (!answer.isAnswered) return { ...report, verdict, message: sentenceOf(answer) };
  const { files, more } = listed([report, answer].flatMap((one) => levelsIn(one.files)));
  return {
    verdict,
    valid: report.valid && answer.valid,
    files,
    more: report.more + more,
    ...(answer.message !== null && { message: answer.message }),
  };
}

export function sentenceOf({ reason }: Unanswered): string {
  return `The check of this deployment ${reason}.`;
}

/**
 * What was not asked is `skipped`, unless something is known to be wrong. A version that was skipped says nothing of what
 * the built-in checks had left out: once the check has passed, that is `incomplete`.
 */
function verdictWith(verdict: Verdict, answer: OwnAnswer): Verdict {
  if (verdict === 'failed' || (answer.isAnswered && !answer.valid)) return 'failed';
  if (!answer.isAnswered) return 'skipped';
  return verdict === 'skipped' ? 'incomplete' : verdict;
}

function levelsIn(files: readonly FileReport[]) {
  return files.flatMap(({ path, errors, warnings }) => [
    ...errors.map((finding) => ({ path, finding, level: 'error' as const })),
    ...warnings.map((finding) => ({ path, finding, level: 'warning' as const })),
  ]);
}
