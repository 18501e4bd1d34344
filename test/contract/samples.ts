// Records for the contract suites.
import { type Draft, draftOf } from '../../functions/domain/draft.ts';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { type PinnedFile, type S3VersionId, snapshotOf } from '../../functions/domain/snapshot.ts';
import {
  summaryOfFiles,
  type Version,
  type VersionContent,
  type VersionId,
  type VersionRecord,
  versionAfter,
} from '../../functions/domain/version.ts';
import type { VersionStore } from '../../functions/ports/version-store.ts';

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

const FILES = [pinnedFile('pipeline.sql'), pinnedFile('tests/quality/a b+c%.sql')];

export function versionWith(
  previous: VersionRecord | null,
  content: Partial<VersionContent> = {},
): VersionRecord {
  const whole: VersionContent = {
    id: `id-${made}-${(previous?.number ?? 0) + 1}` as VersionId,
    message: 'Ünïcode “message” 🚀\nwith a second line',
    createdBy: 'arn:aws:iam::123456789012:user/ada',
    createdBySubject: null,
    rollbackOf: null,
    overrodeFreeze: null,
    request: null,
    snapshot: { id: snapshotOf(FILES).id, parts: 1 },
    checks: 'passed',
    ...summaryOfFiles(FILES),
    ...content,
  };
  return versionAfter(previous, whole, new Date('2026-01-02T03:04:05.678Z'));
}

/** With these files, of which nothing is stored. */
export function versionOf(files: readonly PinnedFile[]): Version {
  const content = { snapshot: { id: snapshotOf(files).id, parts: 1 }, ...summaryOfFiles(files) };
  return { ...versionWith(null, content), files };
}

export function draftWith(content: string): Draft {
  return draftOf([pinnedFile('pipeline.sql', content)], new Date('2026-01-02T03:04:05.006Z'));
}

/** Gives the pipeline its first state. */
export async function observedIn(store: VersionStore, pipeline: Pipeline): Promise<Pipeline> {
  await store.update(pipeline, { draft: draftWith('x') }, { revision: 0 });
  return pipeline;
}
