// States and versions as items, and back. The files stand beside `current`, not inside it, so that the index can
// project `current`. They are one JSON text: for 1,000 files 0.8 ms there and back and 133 KB on the wire, as nested
// attributes 4.6 ms and 215 KB.
import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { Draft } from '../../domain/draft.ts';
import type { RememberedRequest } from '../../domain/idempotency.ts';
import { displayName, type Layer, type Pipeline } from '../../domain/pipeline.ts';
import type { Fingerprint, PinnedFile, S3VersionId, SourceType } from '../../domain/snapshot.ts';
import type { PipelineSummary, State } from '../../domain/state.ts';
import type { RequestKey, Version, VersionId, VersionNumber, VersionSummary } from '../../domain/version.ts';

export type Item = Readonly<Record<string, NativeAttributeValue>>;

export const stateKey = (pipeline: Pipeline) => ({ pk: partition(pipeline), sk: 'STATE' });

export const versionKey = (pipeline: Pipeline, number: number) => ({
  pk: partition(pipeline),
  sk: versionSortKey(number),
});

export const partition = (pipeline: Pipeline) => `PIPELINE#${displayName(pipeline)}`;

/** Ten digits, so that history sorts by number. */
export const versionSortKey = (number: number) => `VERSION#${String(number).padStart(10, '0')}`;

export const indexKey = ({ namespace, layer, name }: Pipeline) => ({
  namespace,
  layer_name: `${layer}/${name}`,
});

export function toVersionItem(pipeline: Pipeline, version: Version): Item {
  return {
    ...versionKey(pipeline, version.number),
    version: toSummaryMap(version),
    files: toFilesText(version.files),
  };
}

export function toSummaryMap(version: VersionSummary): Item {
  return {
    id: version.id,
    number: version.number,
    message: version.message,
    created_at: version.createdAt.toISOString(),
    created_by: version.createdBy,
    rollback_of: version.rollbackOf,
    fingerprint: version.fingerprint,
    file_count: version.fileCount,
    source_type: version.sourceType,
    request_key: version.request?.key ?? null,
    input_hash: version.request?.inputHash ?? null,
  };
}

export function toDraftMap(draft: Draft): Item {
  return {
    fingerprint: draft.fingerprint,
    file_count: draft.fileCount,
    source_type: draft.sourceType,
    observed_at: draft.observedAt.toISOString(),
  };
}

export function toRequestMap({ inputHash, number, outcome, at }: RememberedRequest): Item {
  return { input_hash: inputHash, number, outcome, at: at.toISOString() };
}

type FileRow = [path: string, versionId: S3VersionId, etag: string, size: number, lastModified: number];

export function toFilesText(files: readonly PinnedFile[]): string {
  return JSON.stringify(
    files.map((file): FileRow => [file.path, file.versionId, file.etag, file.size, file.lastModified]),
  );
}

/** The attribute name of a remembered key. The prefix keeps names like `__proto__` from meaning anything on the way. */
export const requestName = (key: string) => `key ${key}`;

export function fromStateItem(item: Item): State {
  const requests = Object.entries<Item>(item.requests).map(
    ([name, map]) => [name.slice(requestName('').length), fromRequestMap(map)] as const,
  );
  return {
    ...fromIndexItem(item),
    current: item.current
      ? { ...fromSummaryMap(item.current), files: fromFilesText(item.current_files) }
      : null,
    revision: item.revision,
    requests: new Map(requests),
  };
}

export function fromIndexItem(item: Item): PipelineSummary {
  const [layer, name] = (item.layer_name as string).split('/') as [Layer, string];
  return {
    pipeline: { namespace: item.namespace, layer, name },
    current: item.current ? fromSummaryMap(item.current) : null,
    draft: fromDraftMap(item.draft),
  };
}

export function fromVersionItem(item: Item): Version {
  return { ...fromSummaryMap(item.version), files: fromFilesText(item.files) };
}

export function fromSummaryMap(map: Item): VersionSummary {
  return {
    id: map.id as VersionId,
    number: map.number as VersionNumber,
    message: map.message,
    createdAt: new Date(map.created_at),
    createdBy: map.created_by,
    rollbackOf: map.rollback_of as VersionNumber | null,
    fingerprint: map.fingerprint as Fingerprint,
    fileCount: map.file_count,
    sourceType: map.source_type as SourceType | null,
    request: fromRequestKey(map),
  };
}

function fromRequestKey({ request_key: key, input_hash: inputHash }: Item): RequestKey | null {
  return key === null ? null : { key, inputHash };
}

function fromDraftMap(map: Item): Draft {
  return {
    fingerprint: map.fingerprint as Fingerprint,
    fileCount: map.file_count,
    sourceType: map.source_type as SourceType | null,
    observedAt: new Date(map.observed_at),
  };
}

function fromRequestMap({ input_hash: inputHash, number, outcome, at }: Item): RememberedRequest {
  return { inputHash, number, outcome, at: new Date(at) };
}

function fromFilesText(text: string): PinnedFile[] {
  return (JSON.parse(text) as FileRow[]).map(([path, versionId, etag, size, lastModified]) => ({
    path,
    versionId,
    etag,
    size,
    lastModified,
  }));
}
