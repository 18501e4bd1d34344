// The number, message, author and time of a version.
import type { PipelineVersion } from '../../client/types.ts';
import type { PipelineId } from '../service/pipeline-id.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { VersionBadges } from './version-badges.tsx';

interface Props {
  readonly id: PipelineId;
  readonly version: PipelineVersion;
  readonly isLive: boolean;
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'long' });

export function VersionHead({ id, version, isLive }: Props) {
  const { version_number, message, created_by, created_by_subject, created_at } = version;
  return (
    <>
      <div class="head">
        <h2>Version {version_number}</h2>
        <VersionBadges id={id} version={version} isLive={isLive} />
      </div>
      <p class="message">{message}</p>
      <p class="faint made">
        {created_by !== null && (
          <span class="author" title={created_by_subject}>
            {created_by}
          </span>
        )}
        <span>{exact.format(new Date(created_at))}</span>
        <RelativeTime time={created_at} />
      </p>
    </>
  );
}
