// The whole service with the deployment's own check, once per cold start: for the functions that make versions.
import { presentCandidate } from '../http/present-candidate.ts';
import type { Deps } from '../usecases/deps.ts';
import { wireCandidateCheck } from '../wiring/candidate-check.ts';
import { deps as unchecked } from './service.ts';
import { config } from './versions.ts';

const { bucketName, check } = config;

export const deps: Deps =
  check === null
    ? unchecked
    : {
        ...unchecked,
        candidateCheck: wireCandidateCheck(check, presentCandidate(bucketName, unchecked.files.presign)),
      };
