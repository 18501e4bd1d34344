// Says above each view of a pipeline that nothing can be published, why, and until when.
import type { Pipeline } from '../../client/types.ts';
import { freezeText, useFreeze } from '../service/freeze-query.ts';

export function FreezeBanner({ pipeline }: { readonly pipeline: Pipeline }) {
  const frozen = useFreeze(pipeline);
  return (
    frozen && (
      <p role="status" class="notice warning">
        {freezeText(frozen)}
      </p>
    )
  );
}
