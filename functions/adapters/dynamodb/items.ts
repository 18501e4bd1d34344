// States and version records as items, and back.
import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import type { Draft } from '../../domain/draft.ts';
import type { Freeze, FreezeAct, OverriddenFreeze } from '../../domain/freeze.ts';
import { type News, newsOfVersion, placeOf } from '../../domain/news.ts';
import { displayName, type Layer, type Pipeline } from '../../domain/pipeline.ts';
import type { Fingerprint, SnapshotId, SourceType } from '../../domain/snapshot.ts';
import type { PipelineSummary, State } from '../../domain/state.ts';
import type { ClaimedKey, VersionId, VersionNumber, VersionRecord } from '../../domain/version.ts';
import { FREEZE_SORT_KEY, STATE_SORT_KEY } from './table.ts';

export type Item = Readonly<Record<string, NativeAttributeValue>>;

export const stateKey = (pipeline: Pipeline) => ({ pk: partition(pipeline), sk: STATE_SORT_KEY });

export const versionKey = (pipeline: Pipeline, number: number) => ({
  pk: partition(pipeline),
  sk: versionSortKey(number),
});

export const releaseKey = (pipeline: Pipeline, number: number) => ({
  pk: partition(pipeline),
  sk: `RELEASE#${tenDigits(number)}`,
});

export const namespaceFreezeKey = (namespace: string) => ({
  pk: `NAMESPACE#${namespace}`,
  sk: FREEZE_SORT_KEY,
});

export const partition = (pipeline: Pipeline) => `PIPELINE#${displayName(pipeline)}`;

/** The pipeline of a partition, or the namespace. */
export function subjectOf(pk: string): Pipeline | string {
  const [namespace, layer, name] = pk.slice(pk.indexOf('#') + 1).split('/') as [string, Layer?, string?];
  return layer === undefined || name === undefined ? namespace : { namespace, layer, name };
}

export const versionSortKey = (number: number) => `VERSION#${tenDigits(number)}`;

/** So that history sorts by number. */
const tenDigits = (number: number) => String(number).padStart(10, '0');

export const indexKey = ({ namespace, layer, name }: Pipeline) => ({
  namespace,
  layer_name: `${layer}/${name}`,
});

/** One partition for all: it is written at one end only, however it is cut. */
export const NEWS_PARTITION = 'NEWS';
export const newsKey = (news: News) => ({ news: NEWS_PARTITION, news_at: placeOf(news) });

export function toVersionItem(pipeline: Pipeline, version: VersionRecord): Item {
  return {
    ...versionKey(pipeline, version.number),
    ...newsKey(newsOfVersion(pipeline, version)),
    version: toVersionMap(version),
  };
}

export function toVersionMap(version: VersionRecord): Item {
  return {
    id: version.id,
    number: version.number,
    message: version.message,
    created_at: version.createdAt.toISOString(),
    created_by: version.createdBy,
    ...(version.createdBySubject !== null && { created_by_subject: version.createdBySubject }),
    rollback_of: version.rollbackOf,
    ...(version.overrodeFreeze !== null && { overrode_freeze: version.overrodeFreeze }),
    fingerprint: version.fingerprint,
    file_count: version.fileCount,
    source_type: version.sourceType,
    ...(version.source !== null && { source: version.source }),
    snapshot: version.snapshot.id,
    snapshot_parts: version.snapshot.parts,
    checks: version.checks,
    request: version.request && toRequestMap(version.request),
  };
}

function toRequestMap({ key, inputHash, expiresAt }: ClaimedKey): Item {
  return { key, input_hash: inputHash, expires: toSeconds(expiresAt) };
}

/** As the table's TTL attribute has it. */
export const toSeconds = (time: Date) => time.getTime() / 1000;
export const fromSeconds = (seconds: number) => new Date(seconds * 1000);

export function toDraftMap(draft: Draft): Item {
  return {
    fingerprint: draft.fingerprint,
    file_count: draft.fileCount,
    source_type: draft.sourceType,
    observed_at: draft.observedAt.toISOString(),
  };
}

export function fromStateItem(item: Item): State {
  return { ...fromIndexItem(item), revision: item.revision, freeze: fromFreezeItem(item) };
}

/** In ISO's form, whose order is that of time: conditions compare `until` with such a text. */
export function toFreezeMap({ reason, frozenBy, frozenAt, until }: Freeze): Item {
  return {
    reason,
    frozen_by: frozenBy,
    frozen_at: frozenAt.toISOString(),
    until: until.toISOString(),
  };
}

export function toActMap({ freeze, by, at }: FreezeAct): Item {
  return { at: at.toISOString(), by, freeze: freeze && toFreezeMap(freeze) };
}

export function fromActMap({ at, by, freeze }: Item): FreezeAct {
  return { at: new Date(at), by, freeze: fromFreezeItem({ freeze: freeze ?? undefined }) };
}

/** Of a state, or of a namespace. */
export function fromFreezeItem({ freeze: map }: Item): Freeze | null {
  if (map === undefined) return null;
  return {
    reason: map.reason,
    frozenBy: map.frozen_by,
    frozenAt: new Date(map.frozen_at),
    until: new Date(map.until),
  };
}

export function fromIndexItem(item: Item): PipelineSummary {
  const [layer, name] = (item.layer_name as string).split('/') as [Layer, string];
  return {
    pipeline: { namespace: item.namespace, layer, name },
    current: item.current ? fromVersionMap(item.current) : null,
    draft: fromDraftMap(item.draft),
  };
}

export function fromVersionItem({ version: map }: Item): VersionRecord {
  return fromVersionMap(map);
}

export function fromVersionMap(map: Item): VersionRecord {
  return {
    id: map.id as VersionId,
    number: map.number as VersionNumber,
    message: map.message,
    createdAt: new Date(map.created_at),
    createdBy: map.created_by,
    createdBySubject: map.created_by_subject ?? null,
    rollbackOf: map.rollback_of as VersionNumber | null,
    overrodeFreeze: (map.overrode_freeze ?? null) as OverriddenFreeze | null,
    fingerprint: map.fingerprint as Fingerprint,
    fileCount: map.file_count,
    sourceType: map.source_type as SourceType | null,
    source: map.source ?? null,
    snapshot: { id: map.snapshot as SnapshotId, parts: map.snapshot_parts },
    checks: map.checks ?? 'incomplete',
    request: map.request && fromRequestMap(map.request),
  };
}

function fromRequestMap({ key, input_hash: inputHash, expires }: Item): ClaimedKey {
  return { key, inputHash, expiresAt: fromSeconds(expires) };
}

function fromDraftMap(map: Item): Draft {
  return {
    fingerprint: map.fingerprint as Fingerprint,
    fileCount: map.file_count,
    sourceType: map.source_type as SourceType | null,
    observedAt: new Date(map.observed_at),
  };
}
