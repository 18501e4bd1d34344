// The reply to publish and rollback.
import type { Pipeline } from '../domain/pipeline.ts';
import type { Outcome } from '../usecases/outcome.ts';
import type { Reply } from './api-handler.ts';
import { presentMadeVersion } from './present.ts';

/**
 * 201 for a version that was made, 200 for one that existed; a replay repeats the first answer, marked as a replay.
 * `versions` is the versions' URL relative to the request's: a relative Location holds behind every stage, base
 * path and proxy (RFC 9110, 10.2.2).
 */
export function outcomeReply(
  pipeline: Pipeline,
  { version, outcome, replayed, report }: Outcome,
  versions: string,
): Reply {
  return {
    status: outcome === 'created' ? 201 : 200,
    headers: {
      ...(outcome === 'created' && { Location: `${versions}/${version.number}` }),
      ...(replayed && { 'Idempotent-Replayed': 'true' }),
    },
    body: presentMadeVersion(pipeline, version, report),
  };
}
