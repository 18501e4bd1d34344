// Records for the contract suites.
import { type Draft, draftOf } from '../../functions/domain/draft.ts';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import type { PinnedFile, S3VersionId } from '../../functions/domain/snapshot.ts';
import {
  type Version,
  type VersionContent,
  type VersionId,
  versionAfter,
} from '../../functions/domain/version.ts';

// Suites may share a server: names differ from run to run.
const RUN = crypto.randomUUID().slice(0, 8);
let made = 0;

export function newPipeline(namespace = 'default'): Pipeline {
  made += 1;
  return { namespace, layer: 'silver', name: `orders_${RUN}_${made}` };
}

export function pinnedFile(path: string, content = 'x'): PinnedFile {
  return {
    path,
    etag: `etag-of-${content}`,
    size: content.length,
    versionId: `version-of-${path}` as S3VersionId,
    lastModified: 1_700_000_000_123,
  };
}

export function versionWith(previous: Version | null, content: Partial<VersionContent> = {}): Version {
  const whole: VersionContent = {
    id: `id-${made}-${(previous?.number ?? 0) + 1}` as VersionId,
    message: 'Ünïcode “message” 🚀\nwith a second line',
    createdBy: 'arn:aws:iam::123456789012:user/ada',
    rollbackOf: null,
    request: null,
    files: [pinnedFile('pipeline.sql'), pinnedFile('tests/quality/a b+c%.sql')],
    ...content,
  };
  return versionAfter(previous, whole, new Date('2026-01-02T03:04:05.678Z'));
}

export function draftWith(content: string): Draft {
  return draftOf([pinnedFile('pipeline.sql', content)], new Date('2026-01-02T03:04:05.006Z'));
}
