// A comparison that follows the draft and the current version while a view shows it.
import { useQuery } from '@tanstack/preact-query';
import { ApiError } from '../../client/errors.ts';
import type { ComparedSide, Comparison, Pipeline } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { POLL_MS } from '../service/poll-interval.ts';
import { comparisonOptions, type Sides, stateOf } from '../service/queries.ts';

/** While `isPlaceholderData`, `data` is the previous comparison. */
export function useLiveComparison(id: PipelineId, pipeline: Pipeline, sides: Sides) {
  return useQuery({
    ...comparisonOptions(id, sides, false, stateOf(pipeline)),
    // A comparison lists the bucket, so it can be newer than the polled pipeline. Poll until the two agree; after
    // that, polling the pipeline alone finds every change.
    refetchInterval: ({ state: { data, error } }) =>
      (data ? !agrees(data, pipeline) : isPassing(error)) ? POLL_MS : false,
  });
}

/** Asking again helps if the service was in trouble, not if it refused the request. */
function isPassing(error: Error | null): boolean {
  return error instanceof ApiError ? error.status === 429 || error.status >= 500 : error !== null;
}

function agrees({ from, to }: Comparison, { draft, latest_version }: Pipeline): boolean {
  return [from, to].every(({ kind, fingerprint, version_number }) => {
    if (kind === 'draft') return fingerprint === draft.fingerprint;
    return kind === 'version' || version_number === latest_version;
  });
}

/** Says in a sentence how `seen` is outdated; `undefined` if it is current. */
export function movement(seen: Comparison, now: Comparison): string | undefined {
  return sideMovement(seen.from, now.from) ?? sideMovement(seen.to, now.to);
}

function sideMovement(seen: ComparedSide, now: ComparedSide): string | undefined {
  if (seen.version_number !== now.version_number)
    return `Version ${now.version_number} has been published since this list was made.`;
  if (seen.fingerprint !== now.fingerprint) return 'The draft has changed since this list was made.';
  return undefined;
}
