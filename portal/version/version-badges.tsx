// A version's badges: “live” if runs use it, “rollback” if it repeats an older one, “over a freeze” if it was published
// while all was frozen, “checks failed” if it was published in spite of errors, and “checks skipped” if the deployment's own
// check did not answer.
import { Link } from 'wouter-preact';
import type { PipelineVersionSummary } from '../../client/types.ts';
import { addressOf } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';

interface Props {
  readonly id: PipelineId;
  readonly version: PipelineVersionSummary;
  readonly isLive: boolean;
}

export function VersionBadges({ id, version: { rollback_of, overrode_freeze, checks }, isLive }: Props) {
  return (
    <>
      {isLive && <span class="badge live">live</span>}
      {rollback_of !== null && (
        <Link class="badge none" href={addressOf(id, `versions/${rollback_of}`)}>
          rollback of v{rollback_of}
        </Link>
      )}
      {overrode_freeze && (
        <span
          class="badge changed"
          title={`The ${overrode_freeze.scope} was frozen: ${overrode_freeze.reason}`}
        >
          over a freeze
        </span>
      )}
      {(checks === 'failed' || checks === 'skipped') && (
        <span class="badge failed" title="Published anyway">
          checks {checks}
        </span>
      )}
    </>
  );
}
