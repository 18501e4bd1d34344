// Domain records as they go over the wire (the shapes of replies.ts).
import { type Report, shownReport } from '../domain/checks/report.ts';
import { shownVerdict } from '../domain/checks/verdict.ts';
import { isDraftDirty } from '../domain/draft.ts';
import { type Freeze, inForce } from '../domain/freeze.ts';
import { keyPrefix, type Pipeline, pipelineId } from '../domain/pipeline.ts';
import { type Run, type Runs, shownRuns } from '../domain/runs.ts';
import { configOf, keptSourceOf, type PinnedFile, qualityTestsOf } from '../domain/snapshot.ts';
import type { PipelineSummary, State } from '../domain/state.ts';
import { unusablePaths } from '../domain/unusable-paths.ts';
import type { Version, VersionRecord } from '../domain/version.ts';
import type { Noted } from '../usecases/read-runs.ts';

export function presentVersionSummary(pipeline: Pipeline, version: Noted<VersionRecord>) {
  return {
    id: version.id,
    pipeline_id: pipelineId(pipeline),
    version_number: version.number,
    message: version.message,
    created_at: version.createdAt.toISOString(),
    created_by: version.createdBy,
    ...(version.createdBySubject !== null && { created_by_subject: version.createdBySubject }),
    rollback_of: version.rollbackOf,
    ...(version.overrodeFreeze !== null && { overrode_freeze: version.overrodeFreeze }),
    file_count: version.fileCount,
    fingerprint: version.fingerprint,
    checks: shownVerdict(version.checks),
    ...(version.runs && { runs: presentLastRun(version.runs) }),
  };
}

export function presentVersion(pipeline: Pipeline, version: Noted<Version>) {
  return {
    ...presentVersionSummary(pipeline, version),
    published_versions: presentPins(pipeline, version.files),
  };
}

/** Of a version in a list. */
export function presentLastRun({ count, newest: [last] }: Runs) {
  return { count, last: last === undefined ? null : presentRun(last) };
}

export function presentRuns(runs: Runs) {
  return { ...presentLastRun(runs), recent: shownRuns(runs).map(presentRun) };
}

export function presentRun({ id, state, url, reportedAt, reportedBy }: Run) {
  return {
    run_id: id,
    state,
    ...(url !== null && { url }),
    reported_at: reportedAt.toISOString(),
    reported_by: reportedBy,
  };
}

/** As publish and rollback answer it. */
export function presentMadeVersion(pipeline: Pipeline, version: Version, report: Report) {
  return {
    ...presentVersion(pipeline, version),
    ...presentWarnings(version.files),
    checks: shownReport(report),
  };
}

export function presentWarnings(files: readonly Pick<PinnedFile, 'path'>[]) {
  const warnings = unusablePaths(files);
  return warnings.length > 0 ? { warnings } : {};
}

/** What an answer depends on is in the state, and its files are not. */
export function presentPipeline(state: State, now: Date) {
  const freeze = inForce(state.freeze, now);
  return { ...presentPipelineSummary(state), freeze: freeze && presentFreeze(freeze) };
}

export function presentFreeze({ reason, frozenBy, frozenAt, until }: Freeze) {
  return {
    reason,
    frozen_by: frozenBy,
    frozen_at: frozenAt.toISOString(),
    until: until.toISOString(),
  };
}

export function presentPipelineSummary({ pipeline, current, draft }: PipelineSummary) {
  return {
    id: pipelineId(pipeline),
    ...pipeline,
    s3_path: keyPrefix(pipeline),
    type: current?.sourceType ?? draft.sourceType,
    draft_dirty: isDraftDirty(draft, current),
    latest_version: current?.number ?? null,
    message: current?.message ?? null,
    published_at: current?.createdAt.toISOString() ?? null,
    published_by: current?.createdBy ?? null,
    draft: {
      fingerprint: draft.fingerprint,
      file_count: draft.fileCount,
      observed_at: draft.observedAt.toISOString(),
    },
  };
}

/** The files of a version, or of the draft, which has no number. */
export type Runnable = Pick<Version, 'files' | 'fingerprint' | 'source'> & { readonly number: number | null };

/** `urlOf` adds a link to each file, if given. */
export async function presentManifest(
  pipeline: Pipeline,
  version: Runnable,
  bucket: string,
  urlOf?: (file: PinnedFile) => Promise<string>,
) {
  const entry = async (file: PinnedFile) => ({
    path: file.path,
    key: keyPrefix(pipeline) + file.path,
    version_id: file.versionId,
    etag: file.etag,
    size: file.size,
    ...(urlOf && { url: await urlOf(file) }),
  });
  const files = await Promise.all(version.files.map(entry));
  return {
    pipeline_id: pipelineId(pipeline),
    version_number: version.number,
    fingerprint: version.fingerprint,
    bucket,
    source: keptSourceOf(files, version.source),
    config: configOf(files),
    quality_tests: qualityTestsOf(files),
    files,
  };
}

function presentPins(pipeline: Pipeline, files: readonly PinnedFile[]): Record<string, string> {
  const prefix = keyPrefix(pipeline);
  return Object.fromEntries(files.map(({ path, versionId }) => [prefix + path, versionId]));
}
