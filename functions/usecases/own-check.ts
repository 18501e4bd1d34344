// Asks the deployment's own check about what is about to become visible: these pins and no others (docs/design.md,
// "Publish").
import type { Candidate } from '../domain/candidate.ts';
import { type OwnAnswer, sentenceOf, type Unanswered, withOwnAnswer } from '../domain/checks/own-check.ts';
import type { Report } from '../domain/checks/report.ts';
import { DomainError } from '../domain/errors.ts';
import { type CandidateCheck, OWN_CHECK_MS } from '../ports/candidate-check.ts';
import type { Attempts } from './attempts.ts';
import type { Deps } from './deps.ts';
import { refusedByOwnCheck } from './publishable.ts';

export type AskOwnCheck = (candidate: Candidate, report: Report, isAllowed: boolean) => Promise<Report>;

const NO_TIME: OwnAnswer = { isAnswered: false, reason: 'was not asked: there was no time left for it' };

/**
 * The report with what the check adds to it; as it is without a check. A candidate is sent once in a request, however
 * often that starts over. Throws `CHECKS_FAILED` if the check refuses and `CHECK_UNAVAILABLE` if it does not answer, unless
 * the caller wants it published all the same, or, without an answer, the deployment does.
 */
export function startOwnCheck({ candidateCheck }: Deps, attempts: Attempts): AskOwnCheck {
  if (candidateCheck === undefined) return async (_, report) => report;
  const ask = askingOnce(candidateCheck, attempts);
  return async (candidate, report, isAllowed) => {
    const answer = await ask(candidate);
    const whole = withOwnAnswer(report, answer);
    if (isAllowed) return whole;
    if (answer.isAnswered && !answer.valid) throw refusedByOwnCheck(candidate.pipeline, whole);
    if (!answer.isAnswered && candidateCheck.unreachable === 'refuse') throw unavailable(answer);
    return whole;
  };
}

/** Every candidate has all of its time: an attempt that begins too late for that is not asked about. */
function askingOnce(check: CandidateCheck, attempts: Attempts): (candidate: Candidate) => Promise<OwnAnswer> {
  const answers = new Map<string, OwnAnswer>();
  return async (candidate) => {
    const known = answers.get(candidate.snapshotId);
    if (known !== undefined) return known;
    const answer = attempts.left() < OWN_CHECK_MS ? NO_TIME : await check.ask(candidate);
    answers.set(candidate.snapshotId, answer);
    return answer;
  };
}

function unavailable(answer: Unanswered): DomainError {
  return new DomainError(
    'CHECK_UNAVAILABLE',
    `${sentenceOf(answer)} Nothing was published; try again in a moment, or publish all the same with allow_failed_checks.`,
    undefined,
    answer.cause,
  );
}
