// The deployment's own check, as the rules need it. Implemented by adapters/webhook and by tests.
import type { Candidate } from '../domain/candidate.ts';
import type { OwnAnswer } from '../domain/checks/own-check.ts';

/** As long as a check may take; what it has not answered by then, it does not answer. */
export const OWN_CHECK_MS = 10_000;

export interface CandidateCheck {
  /** What follows where it does not answer. */
  readonly unreachable: 'refuse' | 'allow';
  /**
   * Sends the candidate once, under an id that is the same for the same candidate, and ends within OWN_CHECK_MS and the
   * few seconds that a secret takes. Whatever the service does, it is an answer or `isAnswered: false`. Rejects with
   * `UNAVAILABLE` where the request that it belongs to has no time left.
   */
  ask(candidate: Candidate): Promise<OwnAnswer>;
}
