// A version's badges: “live” if runs use it, and “rollback” if it repeats an older one.
import { Link } from 'wouter-preact';
import type { PipelineVersionSummary } from '../../client/types.ts';
import { addressOf } from '../service/addresses.ts';
import type { PipelineId } from '../service/pipeline-id.ts';

interface Props {
  readonly id: PipelineId;
  readonly version: PipelineVersionSummary;
  readonly isLive: boolean;
}

export function VersionBadges({ id, version: { rollback_of }, isLive }: Props) {
  return (
    <>
      {isLive && <span class="badge live">live</span>}
      {rollback_of !== null && (
        <Link class="badge none" href={addressOf(id, `versions/${rollback_of}`)}>
          rollback of v{rollback_of}
        </Link>
      )}
    </>
  );
}
