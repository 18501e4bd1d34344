// The comparison that a person decides on. It stands still until they ask for the new one, so that they confirm exactly
// the changes that they saw.
import { useEffect, useState } from 'preact/hooks';
import type { Comparison, Pipeline } from '../../client/types.ts';
import { movement, useLiveComparison } from '../compare/live-comparison.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import type { Sides } from '../service/queries.ts';

export interface SeenComparison {
  readonly sides: Sides;
  /** The comparison on the page. */
  readonly comparison: Comparison | undefined;
  /** The same, once the service has answered for the current states. Only this can be confirmed. */
  readonly seen: Comparison | undefined;
  /** Why there is no comparison. */
  readonly error: Error | null;
  /** Says in a sentence how the comparison is outdated. */
  readonly movement: string | undefined;
  /** Reads the comparison again and shows it. */
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
