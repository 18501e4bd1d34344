// Says above each view of a pipeline that nothing can be published, why, and until when.
import type { Pipeline } from '../../client/types.ts';
import { useFreeze } from '../service/freeze-query.ts';

/** `The pipeline is frozen until 1/12/2026, 06:00:00, by ada: Month-end close` */
export function FreezeBanner({ pipeline }: { readonly pipeline: Pipeline }) {
  const frozen = useFreeze(pipeline);
  if (frozen === null) return null;
  const { scope, freeze } = frozen;
  return (
    <p role="status" class="notice warning">
      The {scope} is frozen until {new Date(freeze.until).toLocaleString()}
      {freeze.frozen_by && `, by ${freeze.frozen_by}`}: {freeze.reason}
    </p>
  );
}
