// The deployment's own check, where it has one. Only the functions that make versions know it.
import { createCandidateCheck } from '../adapters/webhook/candidate-check.ts';
import { createSecretReader, secretsIn } from '../adapters/webhook/secrets.ts';
import type { CheckConfig } from '../config.ts';
import type { Candidate } from '../domain/candidate.ts';
import type { CandidateCheck } from '../ports/candidate-check.ts';
import { clientSettings } from './client-settings.ts';

/** Two tries of a second and a half, so that a check keeps its time. */
const SECRET_TIMEOUTS = { requestTimeout: 1_500, socketTimeout: 1_500 };

export function wireCandidateCheck(
  { url, unreachable, secret, secretArn }: CheckConfig,
  present: (candidate: Candidate, now: Date) => Promise<unknown>,
): CandidateCheck {
  const readSecrets =
    secretArn === undefined
      ? async () => secretsIn(secret ?? '')
      : createSecretReader(secretArn, { ...clientSettings(SECRET_TIMEOUTS), maxAttempts: 2 });
  return createCandidateCheck({ url, unreachable, readSecrets, present });
}
