// The comparison that a person decides on. It stands still, whatever happens meanwhile, until they ask for the new one:
// what is done is what was seen.
import { useEffect, useState } from 'preact/hooks';
import type { Comparison, Pipeline } from '../../client/types.ts';
import { movement, useLiveComparison } from '../compare/live-comparison.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import type { Sides } from '../service/queries.ts';

export interface SeenComparison {
  readonly sides: Sides;
  /** What is shown. */
  readonly comparison: Comparison | undefined;
  /** What is shown, once it is settled that it is what there is. */
  readonly seen: Comparison | undefined;
  /** Why there is nothing to show. */
  readonly error: Error | null;
  /** What has changed since, in a sentence. */
  readonly movement: string | undefined;
  /** Asks the service, and shows what it says. */
  readonly lookAgain: () => void;
}

export function useSeenComparison(id: PipelineId, pipeline: Pipeline, sides: Sides): SeenComparison {
  const [seen, setSeen] = useState<Comparison>();
  const { data, error, isFetching, isPlaceholderData, refetch } = useLiveComparison(id, pipeline, sides);
  const settled = isFetching || isPlaceholderData ? undefined : data;

  useEffect(() => {
    if (seen === undefined && settled !== undefined) setSeen(settled);
  }, [seen, settled]);

  return {
    sides,
    comparison: seen ?? data,
    seen,
    error: data === undefined ? error : null,
    movement: seen && settled && movement(seen, settled),
    lookAgain() {
      setSeen(undefined);
      void refetch();
    },
  };
}
