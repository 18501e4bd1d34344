// A client as the API's answers ask for it: told that the draft is changing or that others were faster, it tries again.
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import type { Api } from './api.ts';
import { asVersion } from './as-version.ts';
import type { Window } from './edit-journal.ts';
import type { Version } from './history.ts';

export interface Published extends Window {
  readonly version: Version;
}

export interface PatientPublisher {
  publish(message: string): Promise<Published>;
  /** How often it was told to try again, by code. */
  readonly refusals: Record<string, number>;
  /** Milliseconds since anything was published. */
  waitingMs(): number;
}

const RETRIED = ['DRAFT_CHANGING', 'VERSION_CONFLICT'];

/** Fails on any other refusal. */
export function createPatientPublisher(api: Api, pipeline: Pipeline): PatientPublisher {
  const refusals: Record<string, number> = {};
  let lastPublished = performance.now();
  async function publish(message: string): Promise<Published> {
    for (;;) {
      const sent = performance.now();
      const answer = await api.send('publishVersion', { params: pipeline, body: { message } });
      const answered = performance.now();
      if (!('error' in answer)) {
        if (answer.status !== 201) throw new Error(`answered ${answer.status}`);
        lastPublished = answered;
        return { version: asVersion(answer.body), sent, answered };
      }
      const { code, message: reason } = answer.error;
      if (!RETRIED.includes(code)) throw new Error(`${code}: ${reason}`);
      refusals[code] = (refusals[code] ?? 0) + 1;
    }
  }
  return { publish, refusals, waitingMs: () => performance.now() - lastPublished };
}
