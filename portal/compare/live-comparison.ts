// A comparison that follows the draft and the current version while it is on the page.
import { useQuery } from '@tanstack/preact-query';
import { ApiError } from '../../client/errors.ts';
import type { ComparedSide, Comparison, Pipeline } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { comparisonOptions, type Sides, stateOf } from '../service/queries.ts';
import { POLL_MS } from '../service/query-client.ts';

/** Keep `data` while `isPlaceholderData`: it is the comparison before. */
export function useLiveComparison(id: PipelineId, pipeline: Pipeline, sides: Sides) {
  return useQuery({
    ...comparisonOptions(id, sides, false, stateOf(pipeline)),
    // A comparison looks at the bucket itself, and can be ahead of what the pipeline is known as. Once they agree the
    // pipeline tells of every change.
    refetchInterval: ({ state: { data, error } }) =>
      (data ? !agrees(data, pipeline) : isPassing(error)) ? POLL_MS : false,
  });
}

/** A refusal of what was asked stays; a service in trouble recovers. */
function isPassing(error: Error | null): boolean {
  return error instanceof ApiError ? error.status === 429 || error.status >= 500 : error !== null;
}

function agrees({ from, to }: Comparison, { draft, latest_version }: Pipeline): boolean {
  return [from, to].every(({ kind, fingerprint, version_number }) => {
    if (kind === 'draft') return fingerprint === draft.fingerprint;
    return kind === 'version' || version_number === latest_version;
  });
}

/** What of `seen` is no longer so, in a sentence; `undefined` if all of it is. */
export function movement(seen: Comparison, now: Comparison): string | undefined {
  return sideMovement(seen.from, now.from) ?? sideMovement(seen.to, now.to);
}

function sideMovement(seen: ComparedSide, now: ComparedSide): string | undefined {
  if (seen.version_number !== now.version_number)
    return `Version ${now.version_number} has been published since this list was made.`;
  if (seen.fingerprint !== now.fingerprint) return 'The draft has changed since this list was made.';
  return undefined;
}
